// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/schedule/admission.h"

#include "app/schedule/schedulestate.h"
#include "base/taskscope.h"
#include "build/prepare.h"

#include <algorithm>

namespace imagebuilder::app {

namespace {

constexpr auto leastPause = std::chrono::hours(1);

/// The streak that slows this order; none where it asks for something else than what failed.
std::optional<Streak> slowing(const QList<Streak> &slowed, const QString &cloud, const build::Request &request)
{
    const auto found = std::ranges::find_if(slowed, [&](const Streak &streak) {
        return streak.image == request.imageName && streak.cloud == cloud && streak.request == request.toJson();
    });
    return found == slowed.end() ? std::nullopt : std::optional(*found);
}

Task<Result<void>> preparesNow(Backend &backend, BuildOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto site, co_await backend.site(order.cloud, order.request.clouds(), stop));
    co_return co_await build::tryPrepare(*site, order.request, stop);
}

/// Why a slowed image is not built now, or nothing.
Task<std::optional<HeldBack>> judge(Backend &backend, BuildOrder order, Streak streak, std::stop_token stop)
{
    const auto now = backend.clock().now();
    if (streak.nextAttempt() <= now)
        co_return std::nullopt;
    HeldBack held{
        .order = order, .why = HeldBack::Why::Slowed, .reason = streakText(streak), .next = streak.nextAttempt()};
    if (!streak.mayPass() || streak.last.addDuration(leastPause) > now)
        co_return held;
    const auto prepared = co_await preparesNow(backend, order, stop);
    if (prepared) {
        backend.tell({.step = QStringLiteral("start"),
                      .text = QStringLiteral("what made %1 fail has passed; it is built again").arg(streak.image)});
        co_return std::nullopt;
    }
    held.reason = QStringLiteral("%1 runs in a row failed, and it still cannot be prepared: %2")
                      .arg(streak.failed)
                      .arg(prepared.error().message());
    co_return held;
}

} // namespace

Task<Result<Admission>> admitScheduled(Backend &backend, QList<BuildOrder> orders, std::stop_token stop)
{
    IB_CO_TRY(const auto *const journal, backend.journal());
    IB_CO_TRY(const auto state, scheduleState(*journal));
    Admission admission;
    std::vector<Task<std::optional<HeldBack>>> judging;
    QList<BuildOrder> judged;
    for (auto &order : orders) {
        order.trigger = QStringLiteral("schedule");
        if (state.pause) {
            admission.held << HeldBack{.order = order, .reason = pauseText(*state.pause), .next = {}};
            continue;
        }
        const auto cloud = backend.cloudName(order.cloud).value_or(order.cloud);
        const auto streak = slowing(state.slowed, cloud, order.request);
        if (!streak) {
            admission.admitted << order;
            continue;
        }
        order.cloud = cloud;
        judged << order;
        judging.push_back(judge(backend, order, *streak, stop));
    }
    const auto verdicts = co_await all(std::move(judging));
    for (qsizetype i = 0; i < judged.size(); ++i) {
        if (const auto &held = verdicts[static_cast<std::size_t>(i)])
            admission.held << *held;
        else
            admission.admitted << judged.at(i);
    }
    co_return admission;
}

Result<void> noteOrderedByHand(Backend &backend, const QList<BuildOrder> &orders, const QString &who)
{
    IB_TRY(auto *const journal, backend.journal());
    IB_TRY(const auto pause, pauseOf(*journal));
    if (pause && !orders.isEmpty())
        backend.tell({.step = QStringLiteral("start"),
                      .text = pauseText(*pause) + QStringLiteral("; this was asked for by hand and goes on")});
    for (const auto &order : orders)
        IB_CHECK(journal->addDecision({.verb = QStringLiteral("build"),
                                       .who = who,
                                       .imageName = order.request.imageName,
                                       .build = {},
                                       .cloud = backend.cloudName(order.cloud).value_or(order.cloud),
                                       .imageId = {},
                                       .outcome = order.request.reason,
                                       .time = {}}));
    return {};
}

} // namespace imagebuilder::app
