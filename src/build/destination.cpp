// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/destination.h"

#include "base/taskscope.h"
#include "build/timelimit.h"

#include <algorithm>

namespace imagebuilder::build {

namespace {

Task<Result<Destination>> locate(openstack::Cloud *cloud, Watcher *watcher, QString consumer, std::stop_token stop)
{
    Destination destination{.cloud = cloud, .watcher = watcher};
    IB_CO_TRY(const auto glance, co_await cloud->session().endpoint(QStringLiteral("image"), stop));
    destination.glance = glance.toString(QUrl::StripTrailingSlash);
    IB_CO_TRY(destination.projectId, co_await cloud->session().projectId(stop));
    if (!consumer.isEmpty())
        destination.consumers << consumer;
    co_return destination;
}

Task<Result<Destination>> locateInTime(Clock &clock, openstack::Cloud *cloud, Watcher *watcher, QString consumer,
                                       milliseconds patience, std::stop_token stop)
{
    const TimeLimit limit(clock, patience, stop);
    const auto located = co_await locate(cloud, watcher, consumer, limit.token());
    if (!located)
        co_return std::unexpected(
            limit.explained(located.error(), QStringLiteral("logging in to cloud %1").arg(consumer)));
    co_return located;
}

} // namespace

Task<Result<Destination>> ownDestination(Site &site, std::stop_token stop)
{
    co_return co_await locate(&site.cloud, &site.watcher, {}, stop);
}

Task<Destinations> findDestinations(Site &site, QStringList consumers, milliseconds patience, std::stop_token stop)
{
    Destinations found;
    QStringList asked;
    std::vector<Task<Result<Destination>>> asking;
    for (const auto &consumer : consumers) {
        auto *const cloud = site.consumers.value(consumer);
        auto *const watcher = site.consumerWatchers.value(consumer);
        if (!cloud || !watcher) {
            found.failed.insert(consumer,
                                Error(ErrorKind::Config, QStringLiteral("no cloud is called %1").arg(consumer)));
            continue;
        }
        asked << consumer;
        asking.push_back(locateInTime(site.clock, cloud, watcher, consumer, patience, stop));
    }
    const auto answers = co_await all(std::move(asking));
    for (qsizetype i = 0; i < asked.size(); ++i) {
        const auto &answer = answers[static_cast<std::size_t>(i)];
        if (!answer) {
            found.failed.insert(asked.at(i), answer.error());
            continue;
        }
        const auto same = std::ranges::find_if(found.list, [&](const auto &d) { return sameProject(d, *answer); });
        if (same == found.list.end())
            found.list << *answer;
        else
            same->consumers << answer->consumers;
    }
    co_return found;
}

bool sameProject(const Destination &one, const Destination &other)
{
    return one.glance == other.glance && one.projectId == other.projectId;
}

QList<QList<Destination>> inRounds(const QList<Destination> &destinations, int perGlance)
{
    QList<QList<Destination>> rounds;
    QMap<QString, int> seen;
    for (const auto &destination : destinations) {
        const auto round = seen[destination.glance]++ / std::max(1, perGlance);
        if (round >= rounds.size())
            rounds.resize(round + 1);
        rounds[round] << destination;
    }
    return rounds;
}

} // namespace imagebuilder::build
