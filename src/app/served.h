// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/journal.h"

namespace imagebuilder::app {

/// What one consumer shows of one image name, as the journal knows it.
struct Served
{
    QString image;
    QString consumer; ///< the build cloud's name where there is no consumer
    QString id;
    QString build;
    QString base;
    QString arch;
    QDateTime since;
    QString runner;      ///< version; empty: unknown
    bool pinned = false; ///< the runner was asked for by version
};

/// So many builds back nobody is served by any of them.
inline constexpr int enoughBuilds = 1000;

/// What is published, and the newest image of the build cloud of names that have no consumer, by image, then consumer;
/// `builds` are newest first.
Result<QList<Served>> servedNow(const store::Journal &journal, const QList<store::BuildRecord> &builds);

} // namespace imagebuilder::app
