// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/buildmany.h"

#include "app/joinbuild.h"
#include "app/room.h"
#include "app/standing.h"
#include "base/taskscope.h"
#include "build/timelimit.h"

#include <algorithm>
#include <deque>

namespace imagebuilder::app {

namespace {

/// How long who waits for quota waits before it looks again, when none of our builds ended meanwhile.
constexpr milliseconds lookAgain = seconds(15);

/// Several orders on their way in one cloud.
struct Works
{
    Backend &backend;
    QString cloud;
    QList<ManyResult> results;
    std::deque<qsizetype> waiting; ///< places in `results`
    QStringList running;           ///< names of the images that are being built
    qsizetype unfinished = 0;
    std::size_t toldWaiting = 0;
    int changes = 0; ///< of all this, for who looks while it changes
    Wakeup changed;
    TaskScope scope;
};
using WorksPtr = std::shared_ptr<Works>;

void notifyChange(Works &works)
{
    ++works.changes;
    works.changed.notify();
}

/// Waits until something changes after `seen`, but not long.
Task<void> waitForChange(WorksPtr works, int seen, std::stop_token stop)
{
    const build::TimeLimit limit(works->backend.clock(), lookAgain, stop);
    if (works->changes == seen)
        (void)co_await works->changed.wait(limit.token());
}

/// Builds it, or waits for the end of the build that another process makes of it.
Task<ManyResult> buildOrJoin(Backend &backend, BuildOrder order, std::stop_token stop)
{
    auto joined = co_await joinBuild(backend, order, stop);
    if (joined && !joined->has_value()) {
        auto result = co_await buildImage(backend, order, stop);
        if (result || result.error().kind() != ErrorKind::Conflict)
            co_return ManyResult{.order = order, .result = std::move(result)};
        // Another process may have begun between that look and this build.
        joined = co_await joinBuild(backend, order, stop);
        if (joined && !joined->has_value())
            co_return ManyResult{.order = order, .result = std::move(result)};
    }
    if (!joined)
        co_return ManyResult{.order = order, .result = std::unexpected(joined.error())};
    co_return ManyResult{.order = order, .result = std::move(**joined), .joined = true};
}

Task<void> carryOut(WorksPtr works, qsizetype place, std::stop_token stop)
{
    auto result = co_await buildOrJoin(works->backend, works->results[place].order, stop);
    works->running.removeOne(result.order.request.imageName);
    notifyChange(*works);
    // Another deployment took the room that was there. As long as one of ours runs, there will be room again.
    const bool tooLate = !result.result && result.result.error().kind() == ErrorKind::Quota && !result.joined;
    if (tooLate && !works->running.isEmpty()) {
        co_await waitForChange(works, works->changes, stop);
        works->waiting.push_front(place);
    } else {
        works->results[place] = std::move(result);
        --works->unfinished;
    }
    notifyChange(*works);
}

void start(const WorksPtr &works, qsizetype place, const std::stop_token &stop)
{
    std::erase(works->waiting, place);
    works->running << works->results[place].order.request.imageName;
    works->scope.spawn(carryOut(works, place, stop));
}

/// What another process makes already takes no room of its own.
void startJoined(const WorksPtr &works, const std::stop_token &stop)
{
    const auto waiting = works->waiting;
    for (const auto place : waiting) {
        const auto equal = equalRunning(works->backend, works->cloud, works->results[place].order.request);
        if (equal && *equal)
            start(works, place, stop);
    }
}

void tellThatTheyWait(Works &works, const QString &shortOf)
{
    const auto count = works.waiting.size();
    if (std::exchange(works.toldWaiting, count) == count || count == 0)
        return;
    const auto who = count == 1 ? QStringLiteral("1 build waits") : QStringLiteral("%1 builds wait").arg(count);
    works.backend.tell({.step = QStringLiteral("start"),
                        .text = QStringLiteral("%1 for quota in cloud %2: %3").arg(who, works.cloud, shortOf)});
}

Task<void> startWhatFits(WorksPtr works, std::stop_token stop)
{
    startJoined(works, stop);
    if (works->waiting.empty())
        co_return;
    const auto request = works->results[works->waiting.front()].order.request;
    const auto room = co_await roomFor(works->backend, works->cloud, request, works->running, stop);
    int fitting = room ? room->builds() : 0;
    // Where none of ours runs there is nothing to wait for, and the build itself says best what is wrong.
    if (works->running.isEmpty())
        fitting = std::max(fitting, 1);
    int started = 0;
    for (; started < fitting && !works->waiting.empty(); ++started)
        start(works, works->waiting.front(), stop);
    tellThatTheyWait(*works, room ? room->shortOf(started) : room.error().message());
}

/// Works them all off.
Task<void> workOff(WorksPtr works, std::stop_token stop)
{
    while (works->unfinished > 0 && !stop.stop_requested()) {
        const int seen = works->changes;
        if (!works->waiting.empty())
            co_await startWhatFits(works, stop);
        if (works->unfinished > 0)
            co_await waitForChange(works, seen, stop);
    }
    co_await works->scope.drain();
}

WorksPtr worksIn(Backend &backend, const QString &cloud)
{
    return std::shared_ptr<Works>(new Works{.backend = backend, .cloud = cloud});
}

} // namespace

Task<QList<ManyResult>> buildMany(Backend &backend, QList<BuildOrder> orders, std::stop_token stop)
{
    QMap<QString, WorksPtr> byCloud;
    std::vector<std::pair<WorksPtr, qsizetype>> places;
    for (const auto &order : orders) {
        const auto cloud = backend.cloudName(order.cloud).value_or(order.cloud);
        auto &works = byCloud[cloud];
        if (!works)
            works = worksIn(backend, cloud);
        places.emplace_back(works, works->results.size());
        works->waiting.push_back(works->results.size());
        works->results << ManyResult{.order = order, .result = failure(cancelled())};
        ++works->unfinished;
    }
    std::vector<Task<void>> tasks;
    for (const auto &works : std::as_const(byCloud))
        tasks.push_back(workOff(works, stop));
    for (auto &task : tasks)
        co_await task;
    QList<ManyResult> results;
    for (const auto &[works, place] : places)
        results << works->results[place];
    co_return QList(results);
}

} // namespace imagebuilder::app
