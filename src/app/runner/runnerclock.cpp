// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/runner/runnerclock.h"

#include "app/runner/releasefeed.h"
#include "base/taskscope.h"
#include "build/properties.h"
#include "build/timelimit.h"

namespace imagebuilder::app {

namespace {

constexpr milliseconds imagePatience = seconds(10);

/// The same with the version that the image itself tells, where the journal did not know it.
Task<RunnerInUse> completed(Backend &backend, RunnerInUse runner, std::stop_token stop)
{
    if (!runner.version.isEmpty())
        co_return runner;
    const auto cloud = backend.cloud(runner.consumer);
    if (!cloud)
        co_return runner;
    const build::TimeLimit limit(backend.clock(), imagePatience, stop);
    const auto image = co_await (*cloud)->images().image(runner.id, limit.token());
    if (image)
        runner.version = image->properties.value(build::property::runner);
    co_return runner;
}

void addProblem(RunnerClock &clock, const QString &whose, const QUrl &source, const KnownReleases &known)
{
    if (!known.problem.isEmpty())
        clock.sources << warning(QStringLiteral("%1 releases").arg(whose), known.problem,
                                 QStringLiteral("open the way to %1, name a mirror, or say off with --%2-releases")
                                     .arg(source.host(), whose));
}

} // namespace

Task<RunnerClock> runnerClock(Backend &backend, QList<RunnerInUse> runners, std::stop_token stop)
{
    const auto sources = backend.settings().runners;
    RunnerClock clock;
    if (sources.upstream.isEmpty())
        co_return clock;
    const auto upstreamName = QStringLiteral("upstream");
    const auto forkName = QStringLiteral("fork");
    auto upstreamTask = knownReleases(backend, upstreamName, sources.upstream, stop);
    std::vector<Task<RunnerInUse>> tasks;
    tasks.reserve(static_cast<std::size_t>(runners.size()));
    for (const auto &runner : runners)
        tasks.push_back(completed(backend, runner, stop));
    KnownReleases fork;
    if (!sources.fork.isEmpty())
        fork = co_await knownReleases(backend, forkName, sources.fork, stop);
    const auto upstream = co_await upstreamTask;
    addProblem(clock, upstreamName, sources.upstream, upstream);
    addProblem(clock, forkName, sources.fork, fork);
    const RunnerWorld world{upstream.releases, fork.releases, QVersionNumber::fromString(sources.least)};
    const auto now = backend.clock().now();
    if (const auto lag = forkLag(world, now))
        clock.sources << *lag;
    const auto known = co_await all(std::move(tasks));
    if (!upstream.releases.isEmpty()) {
        clock.asOf = upstream.asked;
        for (const auto &runner : known)
            clock.runners << judgeRunner(runner, world, now);
    }
    co_return clock;
}

} // namespace imagebuilder::app
