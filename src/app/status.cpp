// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/status.h"

#include "app/plan/schedule.h"

#include <QtCore/QJsonArray>

#include <algorithm>

namespace imagebuilder::app {

using store::BuildRecord;
using store::BuildState;

namespace {

constexpr qint64 staleBaseDays = 60; // Ubuntu publishes new ones every few weeks

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

/// Consumers whose image `check` found gone, and nothing took its place.
Result<QList<Trouble>> lossesOf(const store::Journal &journal, const QList<Served> &served)
{
    QList<Trouble> losses;
    for (const auto &each : served) {
        IB_TRY(const auto deliveries, journal.deliveries(each.build));
        for (const auto &delivery : deliveries)
            if (delivery.consumer == each.consumer && delivery.state == u"gone")
                losses << Trouble{
                    QStringLiteral("consumer %1 has no %2: %3").arg(each.consumer, each.image, delivery.error),
                    QStringLiteral("imagebuilderd check")};
    }
    return losses;
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

/// What ended builds made and no step or undo took away; published images are no leftovers.
Result<int> leftoversOf(const store::Journal &journal, const QList<BuildRecord> &builds)
{
    int left = 0;
    for (const auto &record : builds) {
        if (record.state == BuildState::Running)
            continue;
        IB_TRY(const auto resources, journal.resources(record.id));
        for (const auto &resource : resources)
            if (record.state != BuildState::Succeeded || resource.kind != u"image")
                ++left;
    }
    return left;
}

/// The newest of each name in each cloud.
Result<QList<BaseInUse>> basesOf(const store::Journal &journal)
{
    IB_TRY(const auto resources, journal.resources({}));
    QMap<std::pair<QString, QString>, BaseInUse> newest;
    for (const auto &resource : resources) {
        if (resource.kind != u"image" || resource.state != store::ResourceState::Created)
            continue;
        auto &base = newest[{resource.cloud, resource.name}];
        if (!base.since.isValid() || base.since < resource.changed)
            base = {resource.cloud, resource.name, resource.changed};
    }
    return newest.values();
}

} // namespace

Result<Status> status(Backend &backend)
{
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(const auto builds, journal->builds(enoughBuilds));
    Status status;
    IB_TRY(status.served, servedNow(*journal, builds));
    IB_TRY(status.troubles, lossesOf(*journal, status.served));
    IB_TRY(const auto failures, troublesOf(*journal, builds));
    status.troubles << failures;
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
    IB_TRY(status.leftovers, leftoversOf(*journal, builds));
    if (status.leftovers > 0)
        status.troubles << Trouble{
            QStringLiteral("%1 things that ended builds made are still in clouds").arg(status.leftovers),
            QStringLiteral("imagebuilderd gc lists them, gc --delete removes them")};
    IB_TRY(status.bases, basesOf(*journal));
    const auto now = backend.clock().now();
    IB_TRY(status.schedule, scheduleState(*journal));
    if (!status.schedule.pause)
        status.nextRun = nextDue(now, backend.settings().intervalHours);
    for (const auto &base : status.bases)
        if (base.since.daysTo(now) > staleBaseDays)
            status.troubles << Trouble{QStringLiteral("base image %1 of cloud %2 is %3 days old")
                                           .arg(base.name, base.cloud)
                                           .arg(base.since.daysTo(now)),
                                       QStringLiteral("imagebuilderd base-images refresh")};
    IB_TRY(const auto doubts, doubtsOf(*journal, builds));
    status.troubles << doubts;
    for (const auto &[text, remedy] : status.schedule.troubles())
        status.troubles << Trouble{text, remedy};
    return status;
}

QList<RunnerInUse> runnersOf(const QList<Served> &served)
{
    QList<RunnerInUse> runners;
    for (const auto &each : served)
        runners << RunnerInUse{each.image, each.consumer, each.id, each.runner, each.pinned};
    return runners;
}

Task<Result<Status>> statusWithRunners(Backend &backend, std::stop_token stop)
{
    IB_CO_TRY(auto found, status(backend));
    if (stop.stop_requested())
        co_return found;
    found.runners = co_await runnerClock(backend, runnersOf(found.served), stop);
    QList<Finding> findings = found.runners.sources;
    for (const auto &verdict : found.runners.runners)
        findings << verdict.finding;
    QList<Trouble> ofRunners; // first: jobs stand still when GitHub refuses them
    for (const auto &finding : findings)
        if (finding.state != Finding::State::Ok)
            ofRunners << Trouble{QStringLiteral("%1: %2").arg(finding.about, finding.text), finding.remedy};
    found.troubles = ofRunners + found.troubles;
    co_return found;
}

} // namespace imagebuilder::app
