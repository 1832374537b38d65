// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "app/foundbuilds.h"

namespace imagebuilder::app {

struct RebuildOrder
{
    QString cloud;      ///< where VMs are built; empty: the default cloud
    QStringList others; ///< consumers' clouds to look at, too
    QString deployment; ///< the UUID to go on with; empty: the journal's own
};

struct RebuildResult
{
    QString deployment;
    QList<store::BuildRecord> restored; ///< oldest first
    int known = 0;                      ///< builds that were found and stood in the journal already
};

/// Reads back into the journal what the clouds tell of a deployment's builds. Nothing in a cloud is changed, nothing in
/// the journal replaced. NotFound when the clouds hold nothing of the deployment but something of others, which the
/// text lists with the command that goes on with one of them. `backend` must outlive the task.
[[nodiscard]] Task<Result<RebuildResult>> rebuildJournal(Backend &backend, RebuildOrder order, std::stop_token stop);

} // namespace imagebuilder::app
