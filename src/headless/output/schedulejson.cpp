// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/output/schedulejson.h"

#include "headless/output/buildjson.h"

namespace imagebuilder::headless {

QJsonObject toJson(const app::Pause &pause)
{
    return {{"who", pause.who}, {"why", pause.why}, {"since", toJson(pause.since)}};
}

QJsonArray toJson(const QList<app::Streak> &streaks)
{
    QJsonArray list;
    for (const auto &streak : streaks)
        list.append(QJsonObject{{"image", streak.image},
                                {"cloud", streak.cloud},
                                {"failed", streak.failed},
                                {"build", streak.build},
                                {"error_kind", errorKindName(streak.kind)},
                                {"error", streak.error},
                                {"last", toJson(streak.last)},
                                {"next", toJson(streak.nextAttempt())}});
    return list;
}

QJsonObject toJson(const app::ScheduleState &state)
{
    return {{"paused", state.pause ? QJsonValue(toJson(*state.pause)) : QJsonValue()},
            {"slowed", toJson(state.slowed)}};
}

} // namespace imagebuilder::headless
