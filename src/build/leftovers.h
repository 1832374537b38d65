// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "openstack/cloud.h"

namespace imagebuilder::build {

/// Something of ours that no running build needs, or something that looks like ours and is not.
struct Leftover
{
    QString cloud;
    QString kind; ///< server, image, keypair, securitygroup, floatingip, volume
    QString id;   ///< a key pair's is its name
    QString name;
    QString build;  ///< from its metadata; may be empty
    QString status; ///< of an image when it was listed
    QDateTime created;
    bool ours = true; ///< false: it bears our name without our deployment; named, never deleted (CASES 23)
    QString why;      ///< one sentence: what it is left from
};

/// What one cloud lists that may be ours.
struct Inventory
{
    QString cloud;
    QList<openstack::Server> servers; ///< all of the project
    QList<openstack::Image> images;   ///< the deployment's
    QList<openstack::KeyPair> keyPairs;
    QList<openstack::SecurityGroup> groups;   ///< of our names
    QList<openstack::FloatingIp> floatingIps; ///< all of the project
    QList<openstack::Volume> volumes;         ///< all of the project
};

/// What is still needed. To be read after the inventory was taken: a build that began in between is in it then.
struct Needed
{
    QStringList builds;        ///< whose process runs
    QStringList images;        ///< ids of what finished builds made
    QStringList basesUnderWay; ///< names of base images that a process is renewing
    QString fingerprint;       ///< of the deployment's key; empty when it has none yet
};

/// Asks one cloud for everything that may be ours. `cloud` must outlive the task.
[[nodiscard]] Task<Result<Inventory>> takeInventory(openstack::Cloud &cloud, QString deployment, std::stop_token stop);

/// Judges an inventory: servers and images by metadata alone, groups by description, key pairs by name and fingerprint.
/// The deployment's live key pair and group serve every build and are no leftovers.
QList<Leftover> leftoversIn(const Inventory &inventory, const QString &deployment, const Needed &needed);

/// True when an image is gone or is no longer what it was when it was listed. `cloud` must outlive the task.
[[nodiscard]] Task<Result<bool>> hasChanged(openstack::Cloud &cloud, Leftover leftover, std::stop_token stop);

/// Deletes one that is ours; what is gone already is no error.
[[nodiscard]] Task<Result<void>> removeLeftover(openstack::Cloud &cloud, Leftover leftover, std::stop_token stop);

} // namespace imagebuilder::build
