// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/bundle/journalextract.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::app {

namespace {

QString isoTime(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

QJsonObject buildExtract(const store::BuildRecord &record)
{
    return {{"id", record.id},
            {"image", record.imageName},
            {"base", record.base},
            {"arch", record.arch},
            {"trigger", record.trigger},
            {"cloud", record.cloud},
            {"state", store::buildStateName(record.state)},
            {"step", record.step},
            {"request", record.request},
            {"error", record.error},
            {"error_kind", record.errorKind},
            {"started", isoTime(record.started)},
            {"ended", isoTime(record.ended)},
            {"cancel_requested", record.cancelRequested}};
}

QString resourceStateName(store::ResourceState state)
{
    return state == store::ResourceState::Intended  ? QStringLiteral("intended")
           : state == store::ResourceState::Created ? QStringLiteral("created")
                                                    : QStringLiteral("gone");
}

QJsonArray resourcesExtract(const QList<store::ResourceRecord> &resources)
{
    QJsonArray list;
    for (const auto &each : resources)
        list.append(QJsonObject{{"kind", each.kind},
                                {"cloud", each.cloud},
                                {"name", each.name},
                                {"id", each.id},
                                {"state", resourceStateName(each.state)},
                                {"changed", isoTime(each.changed)}});
    return list;
}

} // namespace

Result<QJsonObject> journalExtract(const store::Journal &journal, int builds)
{
    IB_TRY(const auto records, journal.builds(builds));
    QJsonArray list;
    for (const auto &record : records) {
        auto extract = buildExtract(record);
        IB_TRY(const auto steps, journal.steps(record.id));
        QJsonArray stepList;
        for (const auto &step : steps)
            stepList.append(QJsonObject{{"step", step.step},
                                        {"started", isoTime(step.started)},
                                        {"ended", isoTime(step.ended)},
                                        {"outcome", step.outcome},
                                        {"data", step.data}});
        IB_TRY(const auto deliveries, journal.deliveries(record.id));
        QJsonArray deliveryList;
        for (const auto &delivery : deliveries)
            deliveryList.append(QJsonObject{{"consumer", delivery.consumer},
                                            {"image", delivery.imageId},
                                            {"state", delivery.state},
                                            {"error", delivery.error}});
        IB_TRY(const auto resources, journal.resources(record.id));
        extract.insert("steps", stepList);
        extract.insert("deliveries", deliveryList);
        extract.insert("resources", resourcesExtract(resources));
        list.append(extract);
    }
    IB_TRY(const auto shared, journal.resources({}));
    return QJsonObject{
        {"deployment", journal.deployment()}, {"builds", list}, {"shared_resources", resourcesExtract(shared)}};
}

} // namespace imagebuilder::app
