// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/secret.h"
#include "build/contentmirrors.h"
#include "build/distribution.h"
#include "build/labels.h"
#include "images/release.h"

#include <QtCore/QJsonObject>
#include <QtCore/QMap>
#include <QtCore/QUrl>

namespace imagebuilder::build {

/// Who shows a build's images, and when. Until then they are candidates in each consumer's project.
struct Publishing
{
    bool hold = false; ///< nobody before `imagebuilderd images promote`
    QString canary;    ///< this consumer at once, the others after `canaryTime`; empty: all at once
    milliseconds canaryTime = std::chrono::minutes(60);

    bool waits() const { return hold || !canary.isEmpty(); }
};

/// What one build shall make: one base × architecture for all its consumers.
struct Request
{
    QString imageName; ///< of the snapshot and of every copy
    images::Release release;
    images::Arch arch;
    QString prefix;
    QString flavor;           ///< id or name; empty: the smallest that fits
    QString network;          ///< id or name; empty: that of the first subnet
    QString availabilityZone; ///< empty: Nova chooses
    QString volumeType;       ///< of the volume to boot from; empty: the cloud's default
    int volumeGiB = 0;        ///< its size; 0: 20, and a volume only where the flavor has no disk
    int ipVersion = 0;        ///< 4 or 6: how the VM is reached; 0: by whichever address answers
    QString floatingNetwork;  ///< id or name of the external network of a floating IP; empty: none is taken
    QString runnerVersion;    ///< empty: the latest
    QMap<QString, QByteArray> runnerSha256; ///< of its archive, hex, by architecture; under "" for any
    ContentMirrors content;                 ///< for our script; the operator's own user-data does not see it
    QString proxy;                          ///< HOST:PORT or empty
    QUrl scriptUrl;
    QByteArray scriptSha256; ///< hex; empty: not pinned
    QMap<QString, Secret> scriptSecrets;
    QByteArray userData;   ///< the operator's own instead of our script; empty: ours
    QStringList consumers; ///< cloud names in the order their ids are reported
    Distribution distribution;
    Labels labels;
    Publishing publishing;
    bool verify = false;     ///< boots the snapshot and looks at it before anybody gets it
    QByteArray verifyScript; ///< the operator's own check, which a VM of the image runs as root; empty: none
    int keep = 5;            ///< revisions kept in each project
    seconds keepAge{0};      ///< of those, older ones go too, but for the newest good one; 0: age does not matter
    QString id;              ///< of the build, 12 hex digits; empty: made up; no part of what makes requests the same
    QString reason;          ///< why it is built, for people; no part of what makes two requests the same

    /// Every cloud that images go to: the consumers, and the hub where it is none of them.
    QStringList clouds() const;
    /// The digest that the runner's archive must have; empty: its release is asked.
    QByteArray runnerDigest() const;
    /// What the image goes without, by name (contentmirrors.h).
    QStringList leftOut() const;
    /// A script to verify with means that it shall be run.
    bool isVerified() const { return verify || !verifyScript.isEmpty(); }
    /// Without secrets (their names only): what the journal keeps, and what makes two requests the same.
    QJsonObject toJson() const;
};

/// How builds are carried out; none of it changes what the image contains.
struct Options
{
    QString sshUser = QStringLiteral("ubuntu");
    int sshPort = 22;
    QStringList sshCidrs; ///< who may reach tcp 22; empty: everywhere
    QByteArray hostKeys;  ///< known public keys, for clouds without a console; empty: from the console
    milliseconds pollInterval = std::chrono::seconds(1); ///< of the Watcher
    milliseconds bootDeadline = std::chrono::minutes(15);
    milliseconds provisionDeadline = std::chrono::hours(2);
    milliseconds scriptDeadline = std::chrono::hours(1);
    milliseconds stopDeadline = std::chrono::minutes(10);
    milliseconds snapshotDeadline = std::chrono::hours(3);
    qint64 ringBytes = 64LL * 1024 * 1024;
    int uploadsPerGlance = 8;
};

} // namespace imagebuilder::build
