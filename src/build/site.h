// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/event.h"
#include "build/request.h"
#include "build/steps.h"
#include "build/watcher.h"
#include "images/baseimagesource.h"
#include "openstack/cloud.h"
#include "ssh/keys.h"
#include "store/journal.h"

#include <QtCore/QMap>

namespace imagebuilder::build {

/// Where builds happen: every collaborator of the steps. Backend makes it; it outlives all builds.
struct Site
{
    store::Journal &journal;
    Clock &clock;
    openstack::Cloud &cloud;                     ///< where VMs are built
    Watcher &watcher;                            ///< of `cloud`
    QMap<QString, openstack::Cloud *> consumers; ///< by cloud name; may hold `cloud` itself
    QMap<QString, Watcher *> consumerWatchers;   ///< by cloud name
    QString deployment;
    ssh::KeyFiles key;
    images::BaseImageSource &source;
    EventSink events;
    Options options;
    QString lockFolder; ///< a lock file for each running build, and for each base image under way
};

/// What one build knows so far; everything a resumed build needs comes from the journal.
struct Progress
{
    QString id;
    Request request;
    openstack::Flavor flavor;
    QString networkId;
    QString floatingNetworkId; ///< empty: no floating IP is taken
    QString baseImageId;
    QByteArray baseSha256; ///< hex
    QString baseSerial;    ///< upstream's; empty: unknown
    QString keyName;
    QString securityGroup;
    int volumeGiB = 0; ///< 0: the VM's disk is the flavor's
    QString volumeId;  ///< what it boots from then
    QString serverId;
    QStringList addresses;
    QByteArray knownHosts;
    QString runnerVersion;    ///< installed, as the console says; empty: unknown
    QByteArray scriptSha256;  ///< hex, of the operator's script as the VM fetched it
    bool scriptBegan = false; ///< the operator's script has run in this VM, perhaps not to its end
    bool sealBegan = false;   ///< it may be clean already, and nobody able to log in
    bool sealed = false;      ///< the VM is clean
    QString snapshotId;
    QMap<QString, QString> delivered; ///< consumer → image id
    QMap<QString, QString> ways;      ///< consumer → one of deliveredBy
    QString hubImageId;               ///< the hub's copy, which others are shown
    QMap<QString, Error> failed;      ///< consumers that got nothing
    bool published = false;           ///< from here on nothing of the images is taken back
    bool redone = false;              ///< began again from boot once already
};

using ProgressPtr = std::shared_ptr<Progress>;

/// Tells whoever listens one line, or a warning, of a step.
void tell(const Site &site, const Progress &build, const QString &step, const QString &line,
          Event::Kind kind = Event::Kind::Line);

} // namespace imagebuilder::build
