// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/output/statusjson.h"

#include "headless/output/buildjson.h"
#include "headless/output/clockjson.h"
#include "headless/output/schedulejson.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

QJsonObject toJson(const app::Status &status)
{
    QJsonArray served;
    for (const auto &each : status.served)
        served.append(QJsonObject{{"image", each.image},
                                  {"consumer", each.consumer},
                                  {"id", each.id},
                                  {"build", each.build},
                                  {"base", each.base},
                                  {"arch", each.arch},
                                  {"runner", each.runner},
                                  {"runner_pinned", each.pinned},
                                  {"since", toJson(each.since)}});
    QJsonArray running;
    for (const auto &each : status.underWay)
        running.append(QJsonObject{{"build", toJson(each.build)}, {"step_since", toJson(each.stepSince)}});
    QJsonArray troubles;
    for (const auto &trouble : status.troubles)
        troubles.append(QJsonObject{{"text", trouble.text}, {"remedy", trouble.remedy}});
    QJsonArray bases;
    for (const auto &each : status.bases)
        bases.append(QJsonObject{{"cloud", each.cloud}, {"name", each.name}, {"since", toJson(each.since)}});
    return {{"served", served},
            {"running", running},
            {"troubles", troubles},
            {"base_images", bases},
            {"leftovers", status.leftovers},
            {"next_run", toJson(status.nextRun)},
            {"schedule", toJson(status.schedule)},
            {"runner_clock", clockJson(status.runners)}};
}

} // namespace imagebuilder::headless
