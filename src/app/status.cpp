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

/// The image that a build without consumers left in the build cloud.
std::optional<Served> servedAtHome(const BuildRecord &record, const QList<store::ResourceRecord> &resources)
{
    for (const auto &resource : resources)
        if (resource.kind == u"image" && resource.cloud == record.cloud)
            return Served{.image = record.imageName,
                          .consumer = record.cloud,
                          .id = resource.id,
                          .build = record.id,
                          .base = record.base,
                          .arch = record.arch,
                          .since = record.ended};
    return {};
}

/// What is published, and the newest image of the build cloud of names that have no consumer; `builds` are newest
/// first.
Result<QList<Served>> servedNow(const store::Journal &journal, const QList<BuildRecord> &builds)
{
    QMap<std::pair<QString, QString>, Served> all;
    IB_TRY(const auto publications, journal.publications({}));
    for (const auto &each : publications) {
        IB_TRY(const auto record, journal.build(each.build));
        all.insert({each.imageName, each.consumer}, Served{.image = each.imageName,
                                                           .consumer = each.consumer,
                                                           .id = each.imageId,
                                                           .build = each.build,
                                                           .base = record ? record->base : QString(),
                                                           .arch = record ? record->arch : QString(),
                                                           .since = each.changed});
    }
    for (const auto &record : builds) {
        if (record.state != BuildState::Succeeded || record.request.contains(u"publish"))
            continue;
        IB_TRY(const auto deliveries, journal.deliveries(record.id));
        IB_TRY(const auto resources, journal.resources(record.id));
        const auto served = deliveries.isEmpty() ? servedAtHome(record, resources) : std::nullopt;
        if (served && !all.contains({served->image, served->consumer}))
            all.insert({served->image, served->consumer}, *served);
    }
    return all.values();
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
        IB_TRY(const auto deliveries, journal.deliveries(record.id));
        for (const auto &delivery : deliveries)
            if (record.state == BuildState::Succeeded && delivery.state == u"failed")
                troubles << Trouble{QStringLiteral("consumer %1 did not get %2: %3")
                                        .arg(delivery.consumer, record.imageName, delivery.error),
                                    QStringLiteral("imagebuilderd builds show %1").arg(record.id)};
    }
    return troubles;
}

/// What nobody could vouch for in each image's newest build.
Result<QList<Trouble>> doubtsOf(const store::Journal &journal, const QList<BuildRecord> &builds)
{
    QList<Trouble> doubts;
    QStringList seen;
    for (const auto &record : builds) {
        if (record.state != BuildState::Succeeded || seen.contains(record.imageName))
            continue;
        seen << record.imageName;
        IB_TRY(const auto steps, journal.steps(record.id));
        for (const auto &step : steps)
            for (const auto &warning : step.data.value(u"warnings").toArray())
                doubts << Trouble{QStringLiteral("%1: %2").arg(record.imageName, warning.toString()),
                                  QStringLiteral("imagebuilderd builds show %1").arg(record.id)};
    }
    return doubts;
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
    IB_TRY(const auto doubts, doubtsOf(*journal, builds));
    status.troubles << doubts;
    return status;
}

} // namespace imagebuilder::app
