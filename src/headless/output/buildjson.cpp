// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/output/buildjson.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

QJsonValue toJson(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODate)) : QJsonValue();
}

QJsonObject toJson(const Error &error)
{
    return {{"error", QJsonObject{{"kind", errorKindName(error.kind())},
                                  {"message", error.message()},
                                  {"request_id", error.requestId()}}}};
}

QJsonObject toJson(const app::BuildView &build)
{
    const auto &record = build.record;
    return {
        {"id", record.id},
        {"image", record.imageName},
        {"base", record.base},
        {"arch", record.arch},
        {"cloud", record.cloud},
        {"trigger", record.trigger},
        {"state", build.stateName()},
        {"step", record.step},
        {"started", toJson(record.started)},
        {"ended", toJson(record.ended)},
        {"error", record.error},
        {"error_kind", record.errorKind},
        {"cancel_requested", record.cancelRequested},
    };
}

QJsonObject toJson(const app::BuildDetails &details)
{
    auto json = toJson(details.view);
    json.insert("request", details.view.record.request);
    json.insert("notes", QJsonArray::fromStringList(details.notes));
    json.insert("log", details.logFile);
    json.insert("manifest", details.manifestFile.isEmpty() ? QJsonValue() : QJsonValue(details.manifestFile));
    QJsonArray steps;
    for (const auto &step : details.steps)
        steps.append(QJsonObject{{"step", step.step},
                                 {"started", toJson(step.started)},
                                 {"ended", toJson(step.ended)},
                                 {"outcome", step.outcome}});
    QJsonArray deliveries;
    for (const auto &delivery : details.deliveries)
        deliveries.append(QJsonObject{{"consumer", delivery.consumer},
                                      {"image_id", delivery.imageId},
                                      {"state", delivery.state},
                                      {"way", delivery.way},
                                      {"error", delivery.error}});
    QJsonArray resources;
    for (const auto &resource : details.resources)
        resources.append(QJsonObject{
            {"kind", resource.kind}, {"cloud", resource.cloud}, {"name", resource.name}, {"id", resource.id}});
    json.insert("steps", steps);
    json.insert("deliveries", deliveries);
    json.insert("resources", resources);
    return json;
}

} // namespace imagebuilder::headless
