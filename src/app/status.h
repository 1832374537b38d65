// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/openbuilds.h"
#include "app/runner/runnerclock.h"
#include "app/schedule/schedulestate.h"
#include "app/served.h"

namespace imagebuilder::app {

/// One build that is under way, or was when its process died.
struct UnderWay
{
    BuildView build;
    QDateTime stepSince;
};

/// Something that wants a person, and the command that helps.
struct Trouble
{
    QString text;
    QString remedy;
};

/// A base image that builds boot from.
struct BaseInUse
{
    QString cloud;
    QString name;
    QDateTime since; ///< when it was put there
};

struct Status
{
    QList<Served> served; ///< by image, then consumer
    QList<UnderWay> underWay;
    QList<Trouble> troubles;
    QList<BaseInUse> bases; ///< by cloud, then name
    int leftovers = 0;      ///< of ended builds, as the journal knows them
    QDateTime nextRun;      ///< by the schedule; invalid: none is known, or it is paused
    ScheduleState schedule;
    RunnerClock runners; ///< empty unless it was asked for
};

/// One look at the journal; no cloud is asked.
Result<Status> status(Backend &backend);

/// The same with the runner clock, which may ask the lists of releases; without it after a stop. `backend` must outlive
/// the task.
[[nodiscard]] Task<Result<Status>> statusWithRunners(Backend &backend, std::stop_token stop);

QList<RunnerInUse> runnersOf(const QList<Served> &served);

} // namespace imagebuilder::app
