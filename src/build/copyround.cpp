// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/copyround.h"

#include "base/taskscope.h"
#include "build/copy.h"
#include "build/deliverynotes.h"
#include "build/timelimit.h"

namespace imagebuilder::build {

using openstack::Image;

namespace {

constexpr qint64 progressStep = 16LL * 1024 * 1024;
/// For the look at what the last attempt left.
constexpr milliseconds lastLookDeadline = std::chrono::minutes(1);

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
        const auto noted = noteDelivered(site, *build, destination.consumers, *image, deliveredBy::copy);
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

} // namespace

Task<Result<CopyRound>> copyToAll(Site &site, ProgressPtr build, QList<Destination> list, Image snapshot, int attempt,
                                  bool alone, std::stop_token stop)
{
    CopyRound result;
    for (const auto &round : inRounds(list, site.options.uploadsPerGlance)) {
        const auto served = co_await copyRound(site, build, snapshot, round, attempt, alone, stop);
        for (const auto &[destination, image] : served) {
            if (image) {
                result.copied << ShareSource{destination, *image};
                continue;
            }
            if (stop.stop_requested())
                co_return failure(cancelled());
            if (destination.consumers.isEmpty()) {
                result.lost = image.error();
            } else if (isTriedAgain(image.error(), attempt)) {
                warnOfAnotherTry(site, *build, destination.consumers, image.error());
                result.again << destination.consumers;
            } else {
                IB_CO_CHECK(noteFailed(site, *build, destination.consumers, image.error()));
            }
        }
    }
    co_return result;
}

} // namespace imagebuilder::build
