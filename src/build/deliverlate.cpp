// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/deliverlate.h"

#include "build/buildlock.h"
#include "build/distribute.h"
#include "build/properties.h"
#include "build/publish.h"
#include "build/replay.h"
#include "build/snapshot.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Image;

namespace {

/// What the journal knows of the build, as far as its image and the way to these consumers need it.
Result<ProgressPtr> recalled(const Site &site, const store::BuildRecord &record, const QStringList &consumers)
{
    auto build = std::make_shared<Progress>();
    build->id = record.id;
    auto &request = build->request;
    request.imageName = record.imageName;
    IB_TRY(request.release, images::findRelease(record.base));
    IB_TRY(request.arch, images::findArch(record.arch));
    request.prefix = record.request.value("prefix").toString();
    request.consumers = consumers;
    request.distribution = Distribution::fromJson(record.request.value("distribution").toObject());
    IB_TRY(const auto steps, site.journal.steps(record.id));
    IB_TRY(const auto deliveries, site.journal.deliveries(record.id));
    replay(steps, deliveries, *build);
    build->published = true;
    return build;
}

/// Under a step's name, so that the journal tells when this was, too.
Task<Result<void>> again(Site &site, ProgressPtr build, QString name,
                         Task<Result<void>> (*step)(Site &, ProgressPtr, std::stop_token), std::stop_token stop)
{
    IB_CO_CHECK(site.journal.beginStep(build->id, name));
    const auto done = co_await step(site, build, stop);
    IB_CO_CHECK(site.journal.endStep(build->id, name, done ? QStringLiteral("ok") : QStringLiteral("failed")));
    co_return inContext(done, name);
}

} // namespace

Task<Result<Image>> deliverableSnapshot(openstack::Cloud &cloud, QString deployment, QString build, QString id,
                                        std::stop_token stop)
{
    IB_CO_TRY(const auto project, co_await cloud.session().projectId(stop));
    IB_CO_TRY(const auto images, co_await imagesOfBuild(cloud, deployment, build, stop));
    const auto found = std::ranges::find_if(images, [&](const Image &image) {
        const auto state = image.properties.value(property::state);
        const bool known = id.isEmpty() || image.id == id;
        const bool shown = state == imageState::current || state == imageState::previous;
        return known && shown && image.owner == project && image.status == u"active";
    });
    if (found != images.end())
        co_return *found;
    co_return failure(ErrorKind::NotFound,
                      QStringLiteral("build %1 has no image on cloud %2 that is active and was published; build anew")
                          .arg(build, cloud.name()));
}

Task<Result<Outcome>> deliverLate(Site &site, store::BuildRecord record, QStringList consumers, std::stop_token stop)
{
    IB_CO_TRY(const auto lock, co_await takeBuildLock(site.lockFolder, record.id, site.clock, stop));
    IB_CO_TRY(const auto build, recalled(site, record, consumers));
    IB_CO_TRY(const auto snapshot,
              co_await deliverableSnapshot(site.cloud, site.deployment, build->id, build->snapshotId, stop));
    build->snapshotId = snapshot.id;
    // Whether anybody is served is judged by these alone.
    const auto others = std::exchange(build->delivered, {});
    for (const auto &[consumer, image] : others.asKeyValueRange())
        if (consumers.contains(consumer))
            build->delivered.insert(consumer, image);
    auto served = co_await again(site, build, step::distribute, distribute, stop);
    if (served)
        served = co_await again(site, build, step::publish, publish, stop);
    if (!served && build->failed.isEmpty())
        co_return std::unexpected(served.error());
    co_return Outcome{.build = build->id,
                      .snapshotId = build->snapshotId,
                      .delivered = build->delivered,
                      .ways = build->ways,
                      .failed = build->failed};
}

} // namespace imagebuilder::build
