// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/schedule/schedulestate.h"

namespace imagebuilder::app {

namespace {
/// Far more than five runs of all images of a large plan.
constexpr int buildsToLookAt = 1000;
} // namespace

Result<ScheduleState> scheduleState(const store::Journal &journal)
{
    ScheduleState state;
    IB_TRY(state.pause, pauseOf(journal));
    IB_TRY(const auto builds, journal.builds(buildsToLookAt));
    IB_TRY(const auto resumed, lastResumed(journal));
    state.slowed = streaksOf(builds, resumed);
    state.slowed.removeIf([](const Streak &streak) { return !streak.slowed(); });
    return state;
}

QList<std::pair<QString, QString>> ScheduleState::troubles() const
{
    QList<std::pair<QString, QString>> troubles;
    if (pause)
        troubles.emplace_back(pauseText(*pause), QStringLiteral("imagebuilderd resume"));
    for (const auto &streak : slowed)
        troubles.emplace_back(
            QStringLiteral("the schedule builds it once a day only, next at %1: %2")
                .arg(streak.nextAttempt().toUTC().toString(Qt::ISODate), streakText(streak)),
            QStringLiteral("imagebuilderd builds show %1 says why; then `imagebuilderd resume`, or build it by hand")
                .arg(streak.build));
    return troubles;
}

} // namespace imagebuilder::app
