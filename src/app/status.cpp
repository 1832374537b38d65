// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/status.h"

#include <QtCore/QJsonArray>

#include <algorithm>

namespace imagebuilder::app {

using store::BuildRecord;
using store::BuildState;

namespace {

/// So many builds back nobody is served by any of them.
constexpr int enoughBuilds = 1000;

QList<Served> servedBy(const BuildRecord &record, const QList<store::DeliveryRecord> &deliveries,
                       const QList<store::ResourceRecord> &resources)
{
    Served served{.image = record.imageName,
                  .consumer = record.cloud,
                  .id = {},
                  .build = record.id,
                  .base = record.base,
                  .arch = record.arch,
                  .since = record.ended};
    QList<Served> all;
    for (const auto &delivery : deliveries) {
        if (delivery.state != u"delivered")
            continue;
        served.consumer = delivery.consumer;
        served.id = delivery.imageId;
        all << served;
    }
    if (!deliveries.isEmpty())
        return all;
    for (const auto &resource : resources) {
        if (resource.kind != u"image" || resource.cloud != record.cloud)
            continue;
        served.id = resource.id;
        return {served};
    }
    return {};
}

/// The newest that each consumer got of each image; `builds` are newest first.
Result<QList<Served>> servedNow(const store::Journal &journal, const QList<BuildRecord> &builds)
{
    QMap<std::pair<QString, QString>, Served> newest;
    for (const auto &record : builds) {
        if (record.state != BuildState::Succeeded)
            continue;
        IB_TRY(const auto deliveries, journal.deliveries(record.id));
        IB_TRY(const auto resources, journal.resources(record.id));
        for (const auto &served : servedBy(record, deliveries, resources))
            if (const auto key = std::pair(served.image, served.consumer); !newest.contains(key))
                newest.insert(key, served);
    }
    return newest.values();
}

Result<QDateTime> stepSince(const store::Journal &journal, const BuildRecord &record)
{
    IB_TRY(const auto steps, journal.steps(record.id));
    return steps.isEmpty() ? record.started : steps.last().started;
}

/// Of each image's newest build, when it did not end well, and of consumers that it did not reach.
Result<QList<Trouble>> troublesOf(const store::Journal &journal, const QList<BuildRecord> &builds)
{
    QList<Trouble> troubles;
    QStringList seen;
    for (const auto &record : builds) {
        if (record.state == BuildState::Running || seen.contains(record.imageName))
            continue;
        seen << record.imageName;
        if (record.state == BuildState::Failed)
            troubles << Trouble{QStringLiteral("the last build of %1 failed: %2").arg(record.imageName, record.error),
                                QStringLiteral("imagebuilderd builds show %1").arg(record.id)};
        IB_TRY(const auto steps, journal.steps(record.id));
        for (const auto &step : steps)
            for (const auto &warning : step.data.value(u"warnings").toArray())
                troubles << Trouble{QStringLiteral("%1: %2").arg(record.imageName, warning.toString()),
                                    QStringLiteral("imagebuilderd builds show %1").arg(record.id)};
        IB_TRY(const auto deliveries, journal.deliveries(record.id));
        for (const auto &delivery : deliveries)
            if (record.state == BuildState::Succeeded && delivery.state == u"failed")
                troubles << Trouble{QStringLiteral("consumer %1 did not get %2: %3")
                                        .arg(delivery.consumer, record.imageName, delivery.error),
                                    QStringLiteral("imagebuilderd builds show %1").arg(record.id)};
    }
    return troubles;
}

} // namespace

Result<Status> status(Backend &backend)
{
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(const auto builds, journal->builds(enoughBuilds));
    Status status;
    IB_TRY(status.served, servedNow(*journal, builds));
    IB_TRY(status.troubles, troublesOf(*journal, builds));
    IB_TRY(const auto open, openBuilds(backend));
    for (const auto &build : open) {
        IB_TRY(const auto since, stepSince(*journal, build.record));
        status.underWay << UnderWay{build, since};
        if (!build.alive)
            status.troubles << Trouble{
                QStringLiteral("build %1 of %2 was interrupted in step %3")
                    .arg(build.record.id, build.record.imageName, build.record.step),
                QStringLiteral("give its command again, or imagebuilderd builds cancel %1").arg(build.record.id)};
    }
    if (!journal->warning().isEmpty())
        status.troubles << Trouble{journal->warning(), QStringLiteral("imagebuilderd journal rebuild")};
    return status;
}

} // namespace imagebuilder::app
