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
    QString kind; ///< server, image, keypair, securitygroup
    QString id;
    QString name;
    QString build; ///< from its metadata; may be empty
    QDateTime created;
    bool ours = true; ///< false: it bears our name without our deployment; named, never deleted (CASES 23)
    QString why;      ///< one sentence: what it is left from
};

/// Finds leftovers of a deployment in one cloud by metadata alone. Its key pair and group serve every build and are
/// none. `running` are the builds that still need theirs; `kept` the image ids of finished builds. `cloud` must outlive
/// the task.
[[nodiscard]] Task<Result<QList<Leftover>>> findLeftovers(openstack::Cloud &cloud, QString deployment,
                                                          QStringList running, QStringList kept, std::stop_token stop);

/// Deletes one that is ours; what is gone already is no error.
[[nodiscard]] Task<Result<void>> removeLeftover(openstack::Cloud &cloud, Leftover leftover, std::stop_token stop);

} // namespace imagebuilder::build
