// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/shareround.h"

#include "base/taskscope.h"
#include "build/copy.h"
#include "build/deliverynotes.h"
#include "build/timelimit.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Image;

namespace {

/// How long the hub's cloud, or one that has its copy already, may take to say where it is.
constexpr milliseconds groundPatience = seconds(30);

Task<Result<void>> shareFrom(std::optional<ShareSource> source, Destination member, Image snapshot,
                             std::stop_token stop)
{
    if (source)
        co_return co_await shareWith(*source, member, snapshot, stop);
    co_return failure(ErrorKind::Config,
                      QStringLiteral("nothing lies on the Glance of %1 that could be shared with it; name a hub there, "
                                     "or let distribution be auto or copy")
                          .arg(member.consumers.join(u", ")));
}

/// What is already in a consumer's project as its own.
Task<void> addEarlierCopies(Site &site, ProgressPtr build, std::shared_ptr<SharingGround> ground, std::stop_token stop)
{
    QStringList holders;
    for (const auto &[consumer, way] : build->ways.asKeyValueRange())
        if ((way == deliveredBy::copy || way == deliveredBy::import) && build->delivered.contains(consumer))
            holders << consumer;
    const auto found = co_await findDestinations(site, holders, groundPatience, stop);
    for (const auto &owner : found.list)
        if (!ground->sources.contains(owner.glance))
            ground->sources.insert(owner.glance, {owner, build->delivered.value(owner.consumers.first())});
}

Result<void> rememberHub(Site &site, Progress &build, const QString &imageId)
{
    build.hubImageId = imageId;
    return site.journal.noteStep(build.id, step::distribute, {{"hub-image", imageId}});
}

Task<Result<void>> addHub(Site &site, ProgressPtr build, std::shared_ptr<SharingGround> ground, Destination own,
                          Image snapshot, std::stop_token stop)
{
    const auto name = build->request.distribution.hub;
    auto found = co_await findDestinations(site, {name}, groundPatience, stop);
    if (found.list.isEmpty()) {
        warnOfHub(site, *build, found.failed.first());
        co_return Result<void>{};
    }
    auto hub = found.list.first();
    hub.consumers.clear();
    if (sameProject(hub, own)) {
        ground->sources.insert(hub.glance, {own, snapshot.id});
        co_return Result<void>{};
    }
    const TimeLimit limit(site.clock, groundPatience, stop);
    const auto copy = co_await findCopy(site, build, hub, snapshot, limit.token());
    if (!copy) {
        warnOfHub(site, *build, limit.explained(copy.error(), QStringLiteral("asking cloud %1").arg(name)));
        co_return Result<void>{};
    }
    ground->sources.remove(hub.glance);
    if (!*copy) {
        ground->hub = hub;
        co_return Result<void>{};
    }
    ground->sources.insert(hub.glance, {hub, **copy});
    co_return rememberHub(site, *build, **copy);
}

} // namespace

void warnOfHub(const Site &site, const Progress &build, const Error &error)
{
    tell(site, build, step::distribute, QStringLiteral("sharing goes without the hub: %1").arg(error.message()),
         Event::Kind::Warning);
}

bool isSharing(const Request &request, const QStringList &consumers)
{
    return std::ranges::any_of(consumers, [&request](const auto &consumer) {
        const auto way = request.distribution.wayTo(consumer);
        return way == Way::Share || way == Way::Auto;
    });
}

Task<Result<SharingGround>> sharingGround(Site &site, ProgressPtr build, Destination own, Image snapshot,
                                          std::stop_token stop)
{
    const auto ground = std::make_shared<SharingGround>();
    ground->sources.insert(own.glance, {own, snapshot.id});
    co_await addEarlierCopies(site, build, ground, stop);
    if (!build->request.distribution.hub.isEmpty())
        IB_CO_CHECK(co_await addHub(site, build, ground, own, snapshot, stop));
    if (stop.stop_requested())
        co_return failure(cancelled());
    co_return *ground;
}

Result<void> addCopies(Site &site, ProgressPtr build, SharingGround &ground, const QList<ShareSource> &copied)
{
    for (const auto &source : copied) {
        const auto &owner = source.owner;
        const bool isHub = ground.hub && sameProject(*ground.hub, owner);
        if (isHub) {
            ground.hub.reset();
            IB_CHECK(rememberHub(site, *build, source.imageId));
        }
        const bool awaited = ground.hub && ground.hub->glance == owner.glance;
        if (!awaited && !ground.sources.contains(owner.glance))
            ground.sources.insert(owner.glance, source);
    }
    return {};
}

Task<Result<QStringList>> shareWithAll(Site &site, ProgressPtr build, QList<Destination> list,
                                       std::shared_ptr<SharingGround> ground, Image snapshot, int attempt,
                                       std::stop_token stop)
{
    std::vector<Task<Result<void>>> sharing;
    for (const auto &member : list) {
        const auto source = ground->sources.find(member.glance);
        const auto there = source == ground->sources.end() ? std::optional<ShareSource>() : std::optional(*source);
        sharing.push_back(shareFrom(there, member, snapshot, stop));
    }
    const auto results = co_await all(std::move(sharing));
    if (stop.stop_requested())
        co_return failure(cancelled());
    QStringList again;
    for (qsizetype i = 0; i < list.size(); ++i) {
        const auto &member = list.at(i);
        const auto &result = results.at(static_cast<std::size_t>(i));
        const auto source = ground->sources.value(member.glance);
        const bool takesCopy = wayTo(member, build->request.distribution, ground->refused) == Way::Auto;
        const bool waits = source.imageId.isEmpty() && attempt < deliveryAttempts;
        if (result) {
            IB_CO_CHECK(noteDelivered(site, *build, member.consumers, source.imageId, deliveredBy::share));
            continue;
        }
        // What a policy refuses once it refuses again; who takes a copy, too, shall not wait for that.
        const bool mayWork = isTriedAgain(result.error(), attempt) && (mayPass(result.error()) || !takesCopy);
        if (waits || mayWork) {
            warnOfAnotherTry(site, *build, member.consumers, result.error());
            again << member.consumers;
        } else if (takesCopy) {
            tell(site, *build, step::distribute,
                 QStringLiteral("%1 gets a copy instead of a share: %2")
                     .arg(member.consumers.join(u", "), result.error().message()),
                 Event::Kind::Warning);
            ground->refused << member.consumers;
            again << member.consumers;
        } else {
            IB_CO_CHECK(noteFailed(site, *build, member.consumers, result.error()));
        }
    }
    co_return again;
}

} // namespace imagebuilder::build
