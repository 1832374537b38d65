// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/publish.h"

#include "base/backoff.h"
#include "base/taskscope.h"
#include "build/properties.h"
#include "build/survey.h"
#include "build/timelimit.h"

namespace imagebuilder::build {

namespace {

constexpr int markAttempts = 3;
/// How long a consumer's cloud may take to be logged in to, and to mark its images.
constexpr milliseconds markPatience = seconds(30);

Task<Result<void>> markState(openstack::Cloud *cloud, QString imageId, QString state, std::stop_token stop)
{
    const openstack::Properties properties{{property::state, state}};
    const auto marked = co_await cloud->images().setProperties(imageId, properties, stop);
    co_return inContext(marked, QStringLiteral("marking image %1 as %2").arg(imageId, state));
}

Task<Result<void>> makeCurrentInTime(Site &site, ProgressPtr build, Destination where, QString imageId,
                                     std::stop_token stop)
{
    const TimeLimit limit(site.clock, markPatience, stop);
    const auto marked = co_await makeCurrent(site, build, where, imageId, limit.token());
    if (!marked)
        co_return failure(limit.explained(marked.error(), QStringLiteral("marking image %1").arg(imageId)));
    co_return marked;
}

/// What a cloud's project holds of this build itself; empty where it is shown another's.
QString ownImage(const Progress &build, const QString &cloud)
{
    if (!build.delivered.contains(cloud))
        return build.hubImageId;
    return build.ways.value(cloud) == deliveredBy::share ? QString() : build.delivered.value(cloud);
}

/// The clouds whose projects hold images that are to be marked, beside the build's own.
QStringList cloudsToMark(const Progress &build)
{
    QStringList clouds;
    for (const auto &consumer : build.delivered.keys())
        if (ownImage(build, consumer) != build.snapshotId)
            clouds << consumer;
    if (!build.hubImageId.isEmpty() && !clouds.contains(build.request.distribution.hub))
        clouds << build.request.distribution.hub;
    return clouds;
}

/// Those of the consumers whose images could not be marked.
Task<QMap<QString, Error>> markDelivered(Site &site, ProgressPtr build, QStringList consumers, std::stop_token stop)
{
    const auto found = co_await findDestinations(site, consumers, markPatience, stop);
    auto unmarked = found.failed;
    std::vector<Task<Result<void>>> marking;
    for (const auto &destination : found.list) {
        const auto imageId = ownImage(*build, destination.consumers.first());
        marking.push_back(makeCurrentInTime(site, build, destination, imageId, stop));
    }
    const auto marked = co_await all(std::move(marking));
    for (qsizetype i = 0; i < found.list.size(); ++i) {
        const auto &result = marked.at(static_cast<std::size_t>(i));
        for (const auto &consumer : found.list.at(i).consumers)
            if (!result)
                unmarked.insert(consumer, result.error());
    }
    co_return unmarked;
}

void warnUnmarked(const Site &site, const Progress &build, const QString &cloud, const Error &error)
{
    tell(site, build, step::publish,
         QStringLiteral("not all images on cloud %1 could be marked: %2").arg(cloud, error.message()),
         Event::Kind::Warning);
}

} // namespace

/// The new one first: at no moment does a project show none that is current.
Task<Result<void>> makeCurrent(Site &site, ProgressPtr build, Destination where, QString imageId, std::stop_token stop)
{
    if (!imageId.isEmpty())
        IB_CO_CHECK(co_await markState(where.cloud, imageId, imageState::current, stop));
    openstack::ImageFilter filter{.name = build->request.imageName, .owner = where.projectId};
    filter.properties = {{property::deployment, site.deployment}, {property::state, imageState::current}};
    IB_CO_TRY(const auto before, co_await where.cloud->images().images(filter, stop));
    for (const auto &image : before)
        if (image.id != imageId && image.owner == where.projectId)
            IB_CO_CHECK(co_await markState(where.cloud, image.id, imageState::previous, stop));
    co_return Result<void>{};
}

Task<Result<void>> publish(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_TRY(const auto own, co_await ownDestination(site, stop));
    const auto ownMarked = co_await makeCurrent(site, build, own, build->snapshotId, stop);
    if (!ownMarked)
        warnUnmarked(site, *build, site.cloud.name(), ownMarked.error());
    auto consumers = cloudsToMark(*build);
    Backoff backoff(seconds(2), seconds(30));
    for (int attempt = 1; !consumers.isEmpty(); ++attempt) {
        const auto unmarked = co_await markDelivered(site, build, consumers, stop);
        consumers.clear();
        for (const auto &[consumer, error] : unmarked.asKeyValueRange()) {
            if (attempt < markAttempts && mayPass(error))
                consumers << consumer;
            else
                warnUnmarked(site, *build, consumer, error);
        }
        const auto pause = backoff.next();
        if (!consumers.isEmpty())
            (void)co_await site.clock.sleep(pause, stop);
    }
    co_return Result<void>{};
}

} // namespace imagebuilder::build
