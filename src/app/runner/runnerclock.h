// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "app/doctor/finding.h"
#include "app/runner/releases.h"

#include <optional>

namespace imagebuilder::app {

/// The runner of an image that a consumer shows.
struct RunnerInUse
{
    QString image;
    QString consumer;
    QString id;      ///< of the image
    QString version; ///< empty: unknown
    bool pinned = false;
};

/// One runner and how long GitHub still takes it.
struct RunnerVerdict
{
    RunnerInUse runner;
    QDateTime end;                  ///< from then on GitHub refuses it; invalid: no newer release, or unknown
    std::optional<qint64> daysLeft; ///< whole days, negative when over; nothing: no newer release, or unknown
    QString newest;                 ///< upstream's version, or empty
    Finding finding;                ///< warning from 14 days on, failed below 7
};

struct RunnerClock
{
    QList<RunnerVerdict> runners;
    QList<Finding> sources; ///< a fork that lags, a source that cannot be read; empty when all is well
    QDateTime asOf;         ///< upstream's list; invalid when it was never read or is off
};

/// What both sources say.
struct RunnerWorld
{
    QList<RunnerRelease> upstream; ///< newest version first
    QList<RunnerRelease> fork;     ///< empty: off or unknown
    QVersionNumber least;          ///< GitHub registers no older one
};

/// GitHub refuses a runner 30 days after the first release that is newer (docs.github.com, self-hosted runners
/// reference, "Runner software updates"), and one below its least version from the start.
RunnerVerdict judgeRunner(const RunnerInUse &runner, const RunnerWorld &world, const QDateTime &now);

/// A fork whose newest release is older than upstream's, and since when; nothing when it keeps up.
std::optional<Finding> forkLag(const RunnerWorld &world, const QDateTime &now);

/// Judges them against what the settings name as sources; nothing at all when upstream's is off. Whose version is
/// unknown is asked for in its cloud. `backend` must outlive the task.
[[nodiscard]] Task<RunnerClock> runnerClock(Backend &backend, QList<RunnerInUse> runners, std::stop_token stop);

} // namespace imagebuilder::app
