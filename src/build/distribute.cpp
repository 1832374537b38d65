// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/distribute.h"

#include "base/backoff.h"
#include "base/taskscope.h"
#include "build/copy.h"
#include "build/survey.h"
#include "build/timelimit.h"

#include <array>

namespace imagebuilder::build {

using openstack::Image;

namespace {

/// The first try is in the group; whoever fails there is served by a read of its own afterwards.
constexpr int deliveryAttempts = 3;
constexpr qint64 progressStep = 16LL * 1024 * 1024;

/// How long a consumer's cloud may take to say where it is and what it has, by attempt. Short at first: the others wait
/// for it (CASES 5, 39).
constexpr std::array<milliseconds, deliveryAttempts> surveyPatience{seconds(10), seconds(30), seconds(120)};
/// For the look at what the last attempt left.
constexpr milliseconds lastLookDeadline = std::chrono::minutes(1);

/// A refused token counts, too: it may run out while the bytes go (CASES 24). The next attempt logs in anew.
bool isTriedAgain(const Error &error, int attempt)
{
    return attempt < deliveryAttempts && (mayPass(error) || error.kind() == ErrorKind::Auth);
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

void warnOfAnotherTry(const Site &site, const Progress &build, const QStringList &consumers, const Error &error)
{
    tell(site, build, step::distribute,
         QStringLiteral("%1 is tried again later: %2").arg(consumers.join(u", "), error.message()),
         Event::Kind::Warning);
}

struct Served
{
    Destination destination;
    Result<QString> image;
};

/// After the last attempt: its answer may have been lost and not the copy, or half a copy may be left.
Task<Result<QString>> lastLook(Site &site, ProgressPtr build, Destination destination, Image snapshot, Error error,
                               std::stop_token stop)
{
    const TimeLimit limit(site.clock, lastLookDeadline, stop);
    const auto found = co_await findCopy(site, build, destination, snapshot, limit.token());
    if (found && *found)
        co_return **found;
    co_return failure(error);
}

Task<Served> serve(Site &site, ProgressPtr build, Destination destination, SnapshotReadPtr read, int attempt,
                   std::stop_token stop)
{
    auto image = co_await makeCopy(site, build, destination, read, stop);
    if (!image && !isTriedAgain(image.error(), attempt))
        image = co_await lastLook(site, build, destination, read->snapshot(), image.error(), stop);
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
                                      qint64 ringBytes, int attempt, std::stop_token stop)
{
    auto read = std::make_shared<SnapshotRead>(snapshot, static_cast<int>(group.size()), site.clock, ringBytes,
                                               progressOf(site, build, snapshot.size));
    std::vector<Task<Served>> serving;
    for (const auto &destination : group)
        serving.push_back(serve(site, build, destination, read, attempt, stop));
    const auto downloaded = co_await site.cloud.images().download(snapshot.id, read, stop);
    read->finish(downloaded);
    co_return co_await all(std::move(serving));
}

/// All of one round: together, or each by itself, with the ring's memory shared out.
Task<std::vector<Served>> copyRound(Site &site, ProgressPtr build, Image snapshot, QList<Destination> round,
                                    int attempt, bool alone, std::stop_token stop)
{
    if (!alone)
        co_return co_await copyToGroup(site, build, snapshot, round, site.options.ringBytes, attempt, stop);
    std::vector<Task<std::vector<Served>>> reads;
    for (const auto &destination : round)
        reads.push_back(
            copyToGroup(site, build, snapshot, {destination}, site.options.ringBytes / round.size(), attempt, stop));
    const auto groups = co_await all(std::move(reads));
    std::vector<Served> served;
    for (const auto &group : groups)
        served.insert(served.end(), group.begin(), group.end());
    co_return served;
}

/// Serves all once; the consumers that are worth another try come back. A round waits for the one before it, which is
/// bounded: whoever stands still leaves the group, and an upload without a sign of life ends by itself.
Task<Result<QStringList>> serveAll(Site &site, ProgressPtr build, QList<Destination> list, Image snapshot, int attempt,
                                   bool alone, std::stop_token stop)
{
    QStringList again;
    for (const auto &round : inRounds(list, site.options.uploadsPerGlance)) {
        const auto served = co_await copyRound(site, build, snapshot, round, attempt, alone, stop);
        for (const auto &[destination, image] : served) {
            if (image)
                continue;
            if (stop.stop_requested())
                co_return failure(cancelled());
            if (isTriedAgain(image.error(), attempt)) {
                warnOfAnotherTry(site, *build, destination.consumers, image.error());
                again << destination.consumers;
            } else {
                IB_CO_CHECK(noteFailed(site, *build, destination.consumers, image.error()));
            }
        }
    }
    co_return again;
}

/// The consumers that shall be asked again.
Result<QStringList> noteSurvey(Site &site, Progress &build, const Survey &found, int attempt)
{
    for (const auto &[consumer, image] : found.served.asKeyValueRange())
        IB_CHECK(noteDelivered(site, build, {consumer}, image));
    for (const auto &[consumer, error] : found.refused.asKeyValueRange())
        IB_CHECK(noteFailed(site, build, {consumer}, error));
    QStringList again;
    for (const auto &[consumer, error] : found.silent.asKeyValueRange()) {
        if (attempt < deliveryAttempts) {
            warnOfAnotherTry(site, build, {consumer}, error);
            again << consumer;
        } else {
            IB_CHECK(noteFailed(site, build, {consumer}, error));
        }
    }
    return again;
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
    IB_CO_TRY(const auto own, co_await ownDestination(site, stop));
    Backoff backoff(seconds(2), seconds(30));
    bool alone = false;
    for (int attempt = 1; !consumers.isEmpty(); ++attempt) {
        if (attempt > 1) {
            const auto pause = backoff.next();
            IB_CO_CHECK(co_await site.clock.sleep(pause, stop));
        }
        // Each time anew: a failed attempt's answer may have been lost, not its effect.
        const auto wait = surveyPatience.at(static_cast<std::size_t>(attempt - 1));
        const auto found = co_await survey(site, build, consumers, own, snapshot, wait, stop);
        if (stop.stop_requested())
            co_return failure(cancelled());
        IB_CO_TRY(const auto silent, noteSurvey(site, *build, found, attempt));
        const auto before = build->delivered.size();
        IB_CO_TRY(const auto unserved, co_await serveAll(site, build, found.open, snapshot, attempt, alone, stop));
        consumers = unserved + silent;
        // When all failed, the read did, and the group stays together.
        alone = build->delivered.size() > before;
    }
    if (stop.stop_requested())
        co_return failure(cancelled());
    if (build->delivered.isEmpty())
        co_return std::unexpected(nobodyServed(*build));
    co_return Result<void>{};
}

} // namespace imagebuilder::build
