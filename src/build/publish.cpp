// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/publish.h"

#include "base/backoff.h"
#include "base/taskscope.h"
#include "build/imagestate.h"
#include "build/survey.h"
#include "build/timelimit.h"

#include <algorithm>

namespace imagebuilder::build {

namespace {

constexpr int markAttempts = 3;
/// How long a consumer's cloud may take to be logged in to, and to mark its images.
constexpr milliseconds markPatience = seconds(30);

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

Task<void> markAll(Site &site, ProgressPtr build, QStringList consumers, std::stop_token stop)
{
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
}

Result<void> notePublished(const Site &site, const Progress &build, const QString &consumer, const QString &imageId)
{
    return site.journal.setPublication({.imageName = build.request.imageName,
                                        .consumer = consumer,
                                        .imageId = imageId,
                                        .build = build.id,
                                        .who = QStringLiteral("build %1").arg(build.id),
                                        .before = {},
                                        .changed = {}});
}

/// Writes down who shows the images from now on and until when the others wait. Consumers of the canary's own image (of
/// one project, or shared) cannot wait.
Result<QStringList> noteWhoWaits(Site &site, const Progress &build)
{
    const auto &publishing = build.request.publishing;
    const auto canarys = build.delivered.value(publishing.canary);
    QStringList now;
    for (const auto &[consumer, imageId] : build.delivered.asKeyValueRange()) {
        if (publishing.hold || (!publishing.canary.isEmpty() && imageId != canarys))
            continue;
        now << consumer;
        IB_CHECK(notePublished(site, build, consumer, imageId));
    }
    if (build.request.consumers.isEmpty() && !publishing.hold)
        IB_CHECK(notePublished(site, build, site.cloud.name(), build.snapshotId));
    if (publishing.hold) {
        tell(site, build, step::publish,
             QStringLiteral("held: nobody shows it before `imagebuilderd images promote %1`").arg(build.id));
    } else if (!publishing.canary.isEmpty() && canarys.isEmpty()) {
        tell(site, build, step::publish,
             QStringLiteral("the canary %1 got no image, so nobody shows this one before `imagebuilderd images promote "
                            "%2`")
                 .arg(publishing.canary, build.id),
             Event::Kind::Warning);
    } else if (!publishing.canary.isEmpty()) {
        const auto due = site.clock.now().addDuration(publishing.canaryTime);
        IB_CHECK(site.journal.noteStep(build.id, step::publish,
                                       {{"canary", publishing.canary}, {"due", due.toString(Qt::ISODate)}}));
        tell(site, build, step::publish,
             QStringLiteral("%1 shows it, the others from %2 on").arg(publishing.canary, due.toString(Qt::ISODate)));
    }
    return now;
}

/// Whether an image of this build is the one that somebody shows from now on.
bool isShown(const Progress &build, const QStringList &showing, const QString &imageId)
{
    return !build.request.publishing.waits() || std::ranges::any_of(showing, [&](const QString &consumer) {
        return build.delivered.value(consumer) == imageId;
    });
}

/// The clouds whose projects hold images that are to be marked, beside the build's own.
QStringList cloudsToMark(const Progress &build, const QStringList &showing)
{
    QStringList clouds;
    for (const auto &consumer : showing)
        if (ownImage(build, consumer) != build.snapshotId)
            clouds << consumer;
    const auto &hub = build.request.distribution.hub;
    if (!build.hubImageId.isEmpty() && !clouds.contains(hub) && isShown(build, showing, build.hubImageId))
        clouds << hub;
    return clouds;
}

} // namespace

Task<Result<void>> makeCurrent(Site &site, ProgressPtr build, Destination where, QString imageId, std::stop_token stop)
{
    const Shelf shelf{.cloud = where.cloud,
                      .projectId = where.projectId,
                      .deployment = site.deployment,
                      .imageName = build->request.imageName};
    co_return co_await markCurrent(shelf, imageId, stop);
}

Task<Result<void>> publish(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_TRY(const auto own, co_await ownDestination(site, stop));
    IB_CO_TRY(const auto showing, noteWhoWaits(site, *build));
    if (isShown(*build, showing, build->snapshotId)) {
        const auto ownMarked = co_await makeCurrent(site, build, own, build->snapshotId, stop);
        if (!ownMarked)
            warnUnmarked(site, *build, site.cloud.name(), ownMarked.error());
    }
    const auto clouds = cloudsToMark(*build, showing);
    co_await markAll(site, build, clouds, stop);
    co_return Result<void>{};
}

} // namespace imagebuilder::build
