// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/feed/fingerprint.h"

namespace imagebuilder::app::feed {

QString fingerprint(const BuildTold &build)
{
    const auto &record = build.view.record;
    QStringList parts{build.view.stateName(),
                      record.step,
                      record.error,
                      record.cancelRequested ? QStringLiteral("cancel") : QString(),
                      QString::number(record.ended.toMSecsSinceEpoch()),
                      QString::number(build.delivered)};
    if (record.state == store::BuildState::Running)
        for (const auto &step : build.steps)
            parts << step.step << step.outcome << QString::number(step.started.toMSecsSinceEpoch());
    return parts.join(u'\n');
}

QString fingerprint(const Status &status)
{
    QStringList parts{QString::number(status.leftovers), QString::number(status.nextRun.toSecsSinceEpoch())};
    for (const auto &each : status.served)
        parts << each.image << each.consumer << each.id << each.build << each.runner;
    for (const auto &each : status.troubles)
        parts << each.text << each.remedy;
    for (const auto &each : status.bases)
        parts << each.cloud << each.name << QString::number(each.since.toSecsSinceEpoch());
    parts << (status.schedule.pause ? pauseText(*status.schedule.pause) : QString());
    return parts.join(u'\n');
}

} // namespace imagebuilder::app::feed
