// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/distribute.h"

#include "base/backoff.h"
#include "base/taskscope.h"
#include "build/copy.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Image;

namespace {

/// The first try is in the group; whoever fails there is served by a read of its own afterwards.
constexpr int deliveryAttempts = 3;
constexpr qint64 progressStep = 16LL * 1024 * 1024;

bool worthAnotherTry(const Error &error)
{
    switch (error.kind()) {
    case ErrorKind::Unavailable:
    case ErrorKind::Timeout:
    case ErrorKind::RateLimited:
    case ErrorKind::Protocol:
    case ErrorKind::Conflict:
    case ErrorKind::NotFound:
        return true;
    default:
        return false;
    }
}

Result<void> noteDelivered(Site &site, Progress &build, const QStringList &consumers, const QString &imageId)
{
    for (const auto &consumer : consumers) {
        IB_CHECK(site.journal.setDelivery(
            {.build = build.id, .consumer = consumer, .imageId = imageId, .state = QStringLiteral("delivered")}));
        build.failed.remove(consumer);
        build.delivered.insert(consumer, imageId);
        tell(site, build, step::distribute, QStringLiteral("%1 has image %2").arg(consumer, imageId));
    }
    return {};
}

Result<void> noteFailed(Site &site, Progress &build, const QStringList &consumers, const Error &error)
{
    for (const auto &consumer : consumers) {
        IB_CHECK(site.journal.setDelivery(
            {.build = build.id, .consumer = consumer, .state = QStringLiteral("failed"), .error = error.message()}));
        build.failed.insert(consumer, error);
        tell(site, build, step::distribute, QStringLiteral("%1 gets nothing: %2").arg(consumer, error.message()),
             Event::Kind::Warning);
    }
    return {};
}

struct Served
{
    Destination destination;
    Result<QString> image;
};

Task<Served> serve(Site &site, ProgressPtr build, Destination destination, SnapshotReadPtr read, std::stop_token stop)
{
    auto image = co_await makeCopy(site, build, destination, read, stop);
    // At once, so that nobody waits for the slowest to be known as served.
    if (image) {
        const auto noted = noteDelivered(site, *build, destination.consumers, *image);
        if (!noted)
            image = std::unexpected(noted.error());
    }
    co_return Served{destination, std::move(image)};
}

std::function<void(qint64)> progressOf(Site &site, const ProgressPtr &build, qint64 total)
{
    return [&site, build, total, told = qint64(0)](qint64 done) mutable {
        if (!site.events || (done - told < progressStep && done < total))
            return;
        told = done;
        site.events(Event{build->id, step::distribute, Event::Kind::Progress, {}, done, total});
    };
}

/// One read for this group.
Task<std::vector<Served>> copyToGroup(Site &site, ProgressPtr build, Image snapshot, QList<Destination> group,
                                      qint64 ringBytes, std::stop_token stop)
{
    auto read = std::make_shared<SnapshotRead>(snapshot, static_cast<int>(group.size()), site.clock, ringBytes,
                                               progressOf(site, build, snapshot.size));
    std::vector<Task<Served>> serving;
    for (const auto &destination : group)
        serving.push_back(serve(site, build, destination, read, stop));
    const auto downloaded = co_await site.cloud.images().download(snapshot.id, read, stop);
    read->finish(downloaded);
    co_return co_await all(std::move(serving));
}

/// All of one round: together, or each by itself, with the ring's memory shared out.
Task<std::vector<Served>> copyRound(Site &site, ProgressPtr build, Image snapshot, QList<Destination> round, bool alone,
                                    std::stop_token stop)
{
    if (!alone)
        co_return co_await copyToGroup(site, build, snapshot, round, site.options.ringBytes, stop);
    std::vector<Task<std::vector<Served>>> reads;
    for (const auto &destination : round)
        reads.push_back(copyToGroup(site, build, snapshot, {destination}, site.options.ringBytes / round.size(), stop));
    const auto groups = co_await all(std::move(reads));
    std::vector<Served> served;
    for (const auto &group : groups)
        served.insert(served.end(), group.begin(), group.end());
    co_return served;
}

/// Takes what is there already out of the list: the snapshot itself, or what an interrupted attempt finished.
Task<Result<QList<Destination>>> stillToServe(Site &site, ProgressPtr build, QList<Destination> list, Image snapshot,
                                              std::stop_token stop)
{
    IB_CO_TRY(const auto own, co_await ownDestination(site, stop));
    QList<Destination> asked;
    std::vector<Task<Result<std::optional<QString>>>> asking;
    for (const auto &destination : list) {
        if (sameProject(destination, own)) {
            IB_CO_CHECK(noteDelivered(site, *build, destination.consumers, snapshot.id));
            continue;
        }
        asked << destination;
        asking.push_back(findCopy(site, build, destination, snapshot, stop));
    }
    const auto copies = co_await all(std::move(asking));
    QList<Destination> open;
    for (qsizetype i = 0; i < asked.size(); ++i) {
        const auto &destination = asked.at(i);
        const auto &copy = copies.at(static_cast<std::size_t>(i));
        if (copy && *copy) {
            IB_CO_CHECK(noteDelivered(site, *build, destination.consumers, **copy));
        } else if (!copy && !worthAnotherTry(copy.error())) {
            IB_CO_CHECK(noteFailed(site, *build, destination.consumers, copy.error()));
        } else {
            open << destination;
        }
    }
    co_return open;
}

/// Serves all once; those worth another try come back.
Task<Result<QList<Destination>>> serveAll(Site &site, ProgressPtr build, QList<Destination> list, Image snapshot,
                                          int attempt, bool alone, std::stop_token stop)
{
    QList<Destination> again;
    for (const auto &round : inRounds(list, site.options.uploadsPerGlance)) {
        const auto served = co_await copyRound(site, build, snapshot, round, alone, stop);
        for (const auto &[destination, image] : served) {
            if (image)
                continue;
            if (stop.stop_requested())
                co_return failure(cancelled());
            if (worthAnotherTry(image.error()) && attempt < deliveryAttempts) {
                tell(site, *build, step::distribute,
                     QStringLiteral("%1 is tried again by itself: %2")
                         .arg(destination.consumers.join(u", "), image.error().message()),
                     Event::Kind::Warning);
                again << destination;
            } else {
                IB_CO_CHECK(noteFailed(site, *build, destination.consumers, image.error()));
            }
        }
    }
    co_return again;
}

Error nobodyServed(const Progress &build)
{
    QStringList reasons;
    for (const auto &[consumer, error] : build.failed.asKeyValueRange())
        reasons << QStringLiteral("%1: %2").arg(consumer, error.message());
    return {build.failed.first().kind(), QStringLiteral("no consumer got the image: %1").arg(reasons.join(u"; "))};
}

} // namespace

Task<Result<void>> distribute(Site &site, ProgressPtr build, std::stop_token stop)
{
    build->failed.clear();
    QStringList consumers;
    for (const auto &consumer : build->request.consumers)
        if (!build->delivered.contains(consumer))
            consumers << consumer;
    if (consumers.isEmpty())
        co_return Result<void>{};
    for (const auto &consumer : consumers)
        IB_CO_CHECK(
            site.journal.setDelivery({.build = build->id, .consumer = consumer, .state = QStringLiteral("pending")}));

    IB_CO_TRY(const auto snapshot, co_await site.cloud.images().image(build->snapshotId, stop));
    const auto found = co_await findDestinations(site, consumers, stop);
    for (const auto &[consumer, error] : found.failed.asKeyValueRange())
        IB_CO_CHECK(noteFailed(site, *build, {consumer}, error));
    IB_CO_TRY(auto open, co_await stillToServe(site, build, found.list, snapshot, stop));
    Backoff backoff(seconds(2), seconds(30));
    bool alone = false;
    for (int attempt = 1; !open.isEmpty(); ++attempt) {
        if (attempt > 1) {
            const auto pause = backoff.next();
            IB_CO_CHECK(co_await site.clock.sleep(pause, stop));
            // The failed attempt's answer may have been lost, not its effect.
            IB_CO_TRY(open, co_await stillToServe(site, build, open, snapshot, stop));
        }
        const auto tried = open.size();
        IB_CO_TRY(open, co_await serveAll(site, build, open, snapshot, attempt, alone, stop));
        alone = open.size() < tried; // when all failed, the read did, and the group stays together
    }
    if (stop.stop_requested())
        co_return failure(cancelled());
    if (build->delivered.isEmpty())
        co_return std::unexpected(nobodyServed(*build));
    co_return Result<void>{};
}

} // namespace imagebuilder::build
