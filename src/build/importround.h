// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/distribution.h"
#include "build/sharing.h"

namespace imagebuilder::build {

/// What became of the imports of one round.
struct ImportRound
{
    QList<ShareSource> imported; ///< what now lies where
    QList<Destination> left;     ///< get ordinary copies
};

/// Those of a list of copies that may be imported instead: all their consumers want that, or would take either. Pure.
QList<Destination> mayImport(const QList<Destination> &copies, const Distribution &distribution,
                             const QStringList &refused);

/// Lets Glances fetch the snapshot by themselves (Glance's `glance-download`), side by side. That can be where one
/// Keystone serves both regions: the Glance reads with the consumer's token, so that token's catalog must list the
/// build cloud's Glance, and the snapshot must be visible to its project, which is made a member of it meanwhile. What
/// was fetched counts only with the snapshot's size and digest; else it is removed, and a warning tells why the
/// consumer gets a copy. Where it was not asked for by name, what cannot be is not said. Each outcome is noted. Fails
/// only when stopped, or when the journal does. `site` must outlive the task.
[[nodiscard]] Task<Result<ImportRound>> importToAll(Site &site, ProgressPtr build, QList<Destination> list,
                                                    openstack::Image snapshot, std::stop_token stop);

} // namespace imagebuilder::build
