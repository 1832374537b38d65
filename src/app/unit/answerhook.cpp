// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/answerhook.h"

#include "app/openbuilds.h"
#include "app/schedule/pause.h"
#include "app/unit/hookorders.h"
#include "app/unit/hookpublish.h"
#include "app/unit/unitfacts.h"
#include "app/unit/unitoutcome.h"
#include "app/unit/unitsetup.h"
#include "app/unit/workerprocess.h"

#include <algorithm>

namespace imagebuilder::app {

using juju::HookEnvironment;
using juju::UnitStatus;

namespace {

bool isKnown(const HookEnvironment &hook)
{
    static const QStringList hooks{
        QStringLiteral("install"),        QStringLiteral("upgrade-charm"),  QStringLiteral("start"),
        QStringLiteral("leader-elected"), QStringLiteral("config-changed"), QStringLiteral("secret-changed"),
        QStringLiteral("update-status"),  QStringLiteral("stop"),           QStringLiteral("remove")};
    static const QStringList customs{QStringLiteral("run"), QStringLiteral("built")};
    if (hook.kind == HookEnvironment::Kind::Custom)
        return customs.contains(hook.event);
    return hooks.contains(hook.event) || hook.relation == u"image" || hook.relation == u"builders";
}

/// What takes a while says so; Juju shows nothing else of it.
Task<Result<void>> announce(HookEnvironment hook, std::stop_token stop)
{
    juju::HookTools tools(hook.variables);
    const bool installs = hook.event == u"install";
    if (!installs && hook.event != u"upgrade-charm")
        co_return Result<void>{};
    const UnitStatus status{UnitStatus::State::Maintenance, installs ? QStringLiteral("Setting up Builder.")
                                                                     : QStringLiteral("Running builder upgrade.")};
    co_return co_await tools.setStatus(status, stop);
}

/// Nothing is left in a cloud: who builds hears of it, undoes and ends.
Result<void> endBuilds(Backend &backend, const UnitPlaces &places)
{
    const WorkOrders orders(places);
    orders.remove(orders.pending());
    Backend writing(backend.settings(), Backend::Access::ReadWrite);
    IB_TRY(auto *const journal, writing.journal());
    IB_TRY(const auto open, journal->openBuilds());
    for (const auto &record : open)
        IB_CHECK(journal->requestCancel(record.id));
    return {};
}

/// Whether somebody waits for a build, or one runs.
Result<bool> isBuilding(const HookState &state)
{
    const auto pending = WorkOrders(state.places).pending();
    const bool ordered = std::ranges::any_of(
        pending, [](const WorkOrder &order) { return order.kind != WorkOrder::Kind::Check && !order.lookOnly; });
    if (ordered)
        return true;
    IB_TRY(const auto open, openBuilds(state.backend));
    return std::ranges::any_of(open, &BuildView::alive);
}

/// When the oldest of the images that our consumers show became theirs.
QDateTime servedSince(const UnitPlan &plan, const Shown &shown)
{
    QDateTime oldest;
    for (const auto &base : plan.config.bases) {
        const auto publications = shown.value(plan.imageName(base));
        for (const auto &cloud : plan.clouds())
            if (const auto since = publications.value(cloud).changed; since.isValid())
                oldest = oldest.isValid() ? std::min(oldest, since) : since;
    }
    return oldest;
}

QString failureOf(const UnitPlan &plan, const UnitOutcome &outcome)
{
    if (const auto whole = outcome.failures.value(QString()); !whole.isEmpty())
        return whole;
    for (const auto &base : plan.config.bases)
        if (const auto failure = outcome.failures.value(plan.imageName(base)); !failure.isEmpty())
            return failure;
    return {};
}

Result<UnitFacts> factsOf(const HookState &state)
{
    UnitFacts facts{.blocked = state.blocked,
                    .hasConsumers = !state.plan.consumers.isEmpty(),
                    .isLeader = state.leader,
                    .failure = {}};
    if (!state.works())
        return facts;
    IB_TRY(const auto shown, state.shown());
    IB_TRY(facts.building, isBuilding(state));
    const auto outcome = UnitOutcome::load(state.places);
    facts.failure = failureOf(state.plan, outcome);
    for (const auto &cloud : state.plan.clouds())
        if (outcome.unserved.contains(cloud))
            facts.unserved.insert(cloud, outcome.unserved.value(cloud));
    IB_TRY(const auto *const journal, state.backend.journal());
    IB_TRY(const auto pause, pauseOf(*journal));
    if (pause)
        facts.paused = pauseText(*pause);
    facts.servedSince = servedSince(state.plan, shown);
    return facts;
}

Result<void> orderWork(HookState &state)
{
    if (!state.leader)
        QFile::remove(state.places.looked());
    if (state.blocked.isEmpty())
        IB_CHECK(writeCron(state.places, state.hook.unit, state.plan.config.interval));
    const WorkOrders orders(state.places);
    if (!state.works())
        return {};
    IB_TRY(const auto shown, state.shown());
    for (const auto &order : hookOrders(state, shown, state.backend.clock().now()))
        IB_CHECK(orders.add(order));
    IB_CHECK(state.memory.save(state.places));
    // Also what a worker left that was killed, or that a reboot ended.
    return orders.pending().isEmpty() ? Result<void>{} : startWorker(state.places, state.hook);
}

} // namespace

Task<Result<void>> settleUnit(HookStatePtr state, std::stop_token stop)
{
    IB_CO_CHECK(co_await showImages(state, stop));
    IB_CO_TRY(const auto facts, factsOf(*state));
    co_return co_await state->tools.setStatus(unitStatus(facts), stop);
}

Task<Result<void>> answerHook(Backend &backend, HookEnvironment hook, UnitPlaces places, std::stop_token stop)
{
    if (!isKnown(hook))
        co_return Result<void>{};
    if (hook.event == u"stop")
        co_return endBuilds(backend, places);
    if (hook.event == u"remove") {
        takeDownUnit(places);
        co_return Result<void>{};
    }
    IB_CO_CHECK(co_await announce(hook, stop));
    IB_CO_CHECK(co_await setUpUnit(places, stop));
    IB_CO_TRY(const auto state, co_await readHookState(backend, hook, places, stop));
    if (state->blocked.isEmpty())
        removeOldCharmsFiles(places);
    IB_CO_CHECK(orderWork(*state));
    co_return co_await settleUnit(state, stop);
}

} // namespace imagebuilder::app
