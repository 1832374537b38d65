// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/sharing.h"

namespace imagebuilder::build {

/// What a round of copies came to.
struct CopyRound
{
    QStringList again;         ///< consumers that are worth another try
    QList<ShareSource> copied; ///< what now lies where
    std::optional<Error> lost; ///< why the hub, which has no consumers, got nothing
};

/// Copies to all of the list once, together or each by itself; each consumer's outcome is noted. Each further read
/// waits for the one before it, which is bounded: whoever stands still leaves the group, and an upload without a sign
/// of life ends by itself. Fails only when stopped, or when the journal does. `site` must outlive the task.
[[nodiscard]] Task<Result<CopyRound>> copyToAll(Site &site, ProgressPtr build, QList<Destination> list,
                                                openstack::Image snapshot, int attempt, bool alone,
                                                std::stop_token stop);

} // namespace imagebuilder::build
