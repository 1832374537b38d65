// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/schedule/pause.h"
#include "app/schedule/streak.h"

namespace imagebuilder::app {

/// What keeps the schedule from running as it is written.
struct ScheduleState
{
    std::optional<Pause> pause;
    QList<Streak> slowed; ///< images that are tried once a day only

    /// A sentence each, with what helps as the second.
    QList<std::pair<QString, QString>> troubles() const;
};

Result<ScheduleState> scheduleState(const store::Journal &journal);

} // namespace imagebuilder::app
