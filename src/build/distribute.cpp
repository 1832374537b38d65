// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/distribute.h"

#include "base/backoff.h"
#include "build/copyround.h"
#include "build/deliverynotes.h"
#include "build/importround.h"
#include "build/shareround.h"

#include <algorithm>
#include <array>

namespace imagebuilder::build {

using openstack::Image;

namespace {

/// How long a consumer's cloud may take to say where it is and what it has, by attempt. Short at first: the others wait
/// for it (CASES 5, 39).
constexpr std::array<milliseconds, deliveryAttempts> surveyPatience{seconds(10), seconds(30), seconds(120)};

milliseconds patienceOf(int attempt)
{
    return surveyPatience.at(static_cast<std::size_t>(std::min(attempt, deliveryAttempts) - 1));
}

Error nobodyServed(const Progress &build)
{
    QStringList reasons;
    for (const auto &[consumer, error] : build.failed.asKeyValueRange())
        reasons << QStringLiteral("%1: %2").arg(consumer, error.message());
    return {build.failed.first().kind(), QStringLiteral("no consumer got the image: %1").arg(reasons.join(u"; "))};
}

/// What Glances can fetch by themselves they fetch while the others get their copies; then so does who could not.
Task<Result<CopyRound>> importOrCopy(Site &site, ProgressPtr build, QList<Destination> list, SharingGround ground,
                                     Image snapshot, int attempt, bool alone, std::stop_token stop)
{
    QList<Destination> importers;
    if (attempt == 1)
        importers = mayImport(list, build->request.distribution, ground.refused);
    list.removeIf([&importers](const Destination &each) {
        return std::ranges::any_of(importers, [&each](const auto &importer) { return sameProject(importer, each); });
    });
    auto importing = importToAll(site, build, importers, snapshot, stop);
    IB_CO_TRY(auto copies, co_await copyToAll(site, build, list, snapshot, attempt, alone, stop));
    IB_CO_TRY(const auto imports, co_await importing);
    IB_CO_TRY(const auto others, co_await copyToAll(site, build, imports.left, snapshot, attempt, alone, stop));
    copies.copied << imports.imported << others.copied;
    copies.again << others.again;
    if (others.lost)
        copies.lost = others.lost;
    co_return copies;
}

/// One attempt at all that are left; those that are worth another come back, who waits for another's copy first.
Task<Result<QStringList>> serveOnce(Site &site, ProgressPtr build, QStringList consumers, Destination own,
                                    Image snapshot, std::shared_ptr<SharingGround> ground, int attempt,
                                    std::shared_ptr<bool> alone, std::stop_token stop)
{
    // Each time anew: a failed attempt's answer may have been lost, not its effect.
    const auto found = co_await survey(site, build, consumers, own, snapshot, patienceOf(attempt), stop);
    if (stop.stop_requested())
        co_return failure(cancelled());
    IB_CO_TRY(const auto silent, noteSurvey(site, *build, found, attempt));
    const bool last = attempt >= deliveryAttempts;
    const auto plan = planDelivery(found.open, build->request.distribution, *ground, last);
    IB_CO_TRY(const auto copies,
              co_await importOrCopy(site, build, plan.copies, *ground, snapshot, attempt, *alone, stop));
    IB_CO_CHECK(addCopies(site, build, *ground, copies.copied));
    // The last attempt is for the consumers themselves.
    if (copies.lost && !isTriedAgain(*copies.lost, attempt + 1)) {
        warnOfHub(site, *build, *copies.lost);
        ground->hub.reset();
        if (!ground->sources.contains(own.glance))
            ground->sources.insert(own.glance, {own, snapshot.id});
    }
    IB_CO_TRY(const auto unshared, co_await shareWithAll(site, build, plan.shares, ground, snapshot, attempt, stop));
    // When all failed, the read did, and the group stays together.
    *alone = !copies.copied.isEmpty();
    co_return unshared + copies.again + silent;
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
    const auto ground = std::make_shared<SharingGround>();
    if (isSharing(build->request, consumers)) {
        IB_CO_TRY(*ground, co_await sharingGround(site, build, own, snapshot, stop));
    }
    Backoff backoff(seconds(2), seconds(30));
    const auto alone = std::make_shared<bool>(false);
    for (int attempt = 1; !consumers.isEmpty(); ++attempt) {
        if (attempt > 1) {
            const auto pause = backoff.next();
            IB_CO_CHECK(co_await site.clock.sleep(pause, stop));
        }
        IB_CO_TRY(consumers, co_await serveOnce(site, build, consumers, own, snapshot, ground, attempt, alone, stop));
    }
    if (stop.stop_requested())
        co_return failure(cancelled());
    if (build->delivered.isEmpty())
        co_return std::unexpected(nobodyServed(*build));
    co_return Result<void>{};
}

} // namespace imagebuilder::build
