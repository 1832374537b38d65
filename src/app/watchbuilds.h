// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/openbuilds.h"

namespace imagebuilder::app {

/// One build as somebody who watches sees it.
struct WatchedBuild
{
    BuildView view;
    QDateTime stepSince;
    QStringList lines; ///< the newest of its log, oldest first
};

/// Everything that is watched, at one moment.
struct WatchFrame
{
    QDateTime time;
    QList<WatchedBuild> running; ///< open ones, oldest first
    QList<BuildView> ended;      ///< the newest that ended, newest first
};

/// One look at journal and logs, whichever processes write them. `lines` of each running build's log, `ended` builds
/// that are over.
Result<WatchFrame> watchFrame(Backend &backend, int lines, int ended);

/// Looks twice a second and hands each frame to `show`, which ends the watching by returning false; Cancelled on a
/// stop. `backend` must outlive the task.
[[nodiscard]] Task<Result<void>> watchBuilds(Backend &backend, std::function<bool(const WatchFrame &)> show,
                                             std::stop_token stop);

} // namespace imagebuilder::app
