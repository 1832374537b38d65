// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/output/clockjson.h"

#include "headless/output/buildjson.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

QJsonObject clockJson(const app::RunnerClock &clock)
{
    QJsonArray runners;
    for (const auto &each : clock.runners)
        runners.append(QJsonObject{{"image", each.runner.image},
                                   {"consumer", each.runner.consumer},
                                   {"runner", each.runner.version},
                                   {"pinned", each.runner.pinned},
                                   {"newest", each.newest},
                                   {"days_left", each.daysLeft ? QJsonValue(*each.daysLeft) : QJsonValue()}});
    return {{"as_of", toJson(clock.asOf)}, {"runners", runners}};
}

} // namespace imagebuilder::headless
