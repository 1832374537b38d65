// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/buildmany.h"

#include "app/joinbuild.h"
#include "base/taskscope.h"
#include "build/projectquota.h"
#include "build/timelimit.h"

#include <algorithm>
#include <deque>

namespace imagebuilder::app {

namespace {

using build::Event;

/// How long who waits for quota waits before it looks again, when none of our builds ended meanwhile.
constexpr milliseconds lookAgain = seconds(15);

/// Several orders on their way.
struct Works
{
    Backend &backend;
    QString cloud;
    QList<ManyResult> results;
    std::deque<qsizetype> waiting; ///< places in `results`
    QStringList running;           ///< names of the images that are being built
    int ended = 0;
    Wakeup oneEnded;
    TaskScope scope;
};
using WorksPtr = std::shared_ptr<Works>;

/// Our builds that run and whose VM the cloud's numbers do not count yet.
Result<int> withoutVm(const Works &works)
{
    IB_TRY(const auto *const journal, works.backend.journal());
    IB_TRY(const auto open, journal->openBuilds());
    auto without = works.running;
    for (const auto &record : open) {
        IB_TRY(const auto resources, journal->resources(record.id));
        const bool booted = std::ranges::any_of(resources, [](const auto &resource) {
            return resource.kind == u"server" && resource.state == store::ResourceState::Created;
        });
        if (booted && record.cloud == works.cloud)
            without.removeOne(record.imageName);
    }
    return static_cast<int>(without.size());
}

/// How many more builds the project's free quota holds.
Task<Result<int>> room(WorksPtr works, std::stop_token stop)
{
    IB_CO_TRY(auto *const cloud, works->backend.cloud(works->cloud));
    IB_CO_TRY(const auto flavors, co_await cloud->compute().flavors(stop));
    const auto request = works->results[works->waiting.front()].order.request;
    IB_CO_TRY(const auto flavor, build::chooseFlavor(flavors, request.flavor, works->cloud));
    IB_CO_TRY(const auto quota, co_await build::projectQuota(*cloud, stop));
    IB_CO_TRY(const int coming, withoutVm(*works));
    const build::Extras extras{.floatingIp = !request.floatingNetwork.isEmpty()};
    co_return std::max(0, build::fittingBuilds(quota, flavor, extras) - coming);
}

/// Builds one, or waits for the end of the build that another process makes of it.
Task<void> carryOut(WorksPtr works, qsizetype place, std::stop_token stop)
{
    const auto order = works->results[place].order;
    auto joined = co_await joinBuild(works->backend, order, stop);
    const bool isJoined = joined && joined->has_value();
    auto result = isJoined ? std::move(**joined) : joined ? Result<BuildResult>() : std::unexpected(joined.error());
    if (joined && !isJoined)
        result = co_await buildImage(works->backend, order, stop);
    works->running.removeOne(order.request.imageName);
    // Another deployment took the room that was there: as long as one of ours runs, there will be room again.
    const bool tooLate = !result && result.error().kind() == ErrorKind::Quota && !works->running.isEmpty();
    if (tooLate)
        works->waiting.push_front(place);
    works->results[place].result = std::move(result);
    works->results[place].joined = isJoined;
    ++works->ended;
    works->oneEnded.notify();
}

void start(const WorksPtr &works, std::stop_token stop)
{
    const auto place = works->waiting.front();
    works->waiting.pop_front();
    works->running << works->results[place].order.request.imageName;
    works->scope.spawn(carryOut(works, place, std::move(stop)));
}

void tellThatTheyWait(const Works &works, std::size_t &told)
{
    if (works.waiting.empty() || std::exchange(told, works.waiting.size()) == works.waiting.size())
        return;
    works.backend.tell({.step = QStringLiteral("start"),
                        .text = QStringLiteral("%1 builds wait until the quota of cloud %2 has room for them")
                                    .arg(works.waiting.size())
                                    .arg(works.cloud)});
}

} // namespace

Task<QList<ManyResult>> buildMany(Backend &backend, QList<BuildOrder> orders, std::stop_token stop)
{
    const auto works = std::shared_ptr<Works>(new Works{.backend = backend});
    for (const auto &order : orders) {
        works->waiting.push_back(works->results.size());
        works->results << ManyResult{.order = order, .result = failure(cancelled())};
    }
    works->cloud = orders.isEmpty() ? QString() : backend.cloudName(orders.first().cloud).value_or(QString());
    std::size_t told = 0;
    while (!works->waiting.empty() && !stop.stop_requested()) {
        const int ended = works->ended;
        const auto free = co_await room(works, stop);
        // Where none of ours runs, prepare says best what is wrong.
        const int fitting = works->running.isEmpty() ? std::max(1, free.value_or(1)) : free.value_or(0);
        for (int i = 0; i < fitting && !works->waiting.empty(); ++i)
            start(works, stop);
        tellThatTheyWait(*works, told);
        const build::TimeLimit limit(backend.clock(), lookAgain, stop);
        if (!works->waiting.empty() && works->ended == ended)
            (void)co_await works->oneEnded.wait(limit.token());
        // The last one to run may come back to the line.
        if (works->waiting.empty())
            co_await works->scope.drain();
    }
    co_await works->scope.drain();
    co_return QList(works->results);
}

} // namespace imagebuilder::app
