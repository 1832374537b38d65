// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/openbuilds.h"

namespace imagebuilder::app {

/// What a build was made from, as far as its steps have noted it. Empty: unknown.
struct Origin
{
    QString baseImage; ///< id in the build cloud
    QString baseSerial;
    QString baseSha256;
    QString runner;
    QString flavor;
    QString reason; ///< why it was built
};

/// Where a thing is, and how it was found there.
struct Presence
{
    enum class State {
        Unknown, ///< nobody was asked, or no answer came
        There,
        Gone, ///< the cloud says that it has none
    };
    State state = State::Unknown;
    QString status;     ///< the cloud's word: active, ACTIVE, …
    QString imageState; ///< of images: candidate, current, previous, bad
    QString deployment; ///< whose it is by its properties; empty: nobody's
    QString silence;    ///< why no answer came
};

/// All that is known of a build, or of something that a build made.
struct Explanation
{
    QString kind; ///< build, image, server, volume, floatingip, keypair, securitygroup
    QString id;   ///< in full
    QString name;
    QString cloud;
    std::optional<BuildView> build;
    Origin origin;
    std::optional<store::ResourceRecord> resource; ///< of things: what the journal knows of it
    Presence presence;
    QList<store::PublicationRecord> shown;      ///< by consumers, now
    QList<store::PublicationRecord> superseded; ///< consumers that showed it until what they show now
    QList<store::DeliveryRecord> deliveries;
    QList<store::DecisionRecord> decisions; ///< oldest first
    bool ours = true;                       ///< this deployment's
    QString fate;                           ///< what became of it: a sentence
    QString remedy;                         ///< the command that mends it; empty where nothing is to be mended
};

} // namespace imagebuilder::app
