// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/hookstate.h"

#include "app/unit/writeunitplan.h"

namespace imagebuilder::app {

namespace {

/// The option's region, where the consumer itself named none.
void applyRegions(QList<juju::Consumer> &consumers, const QMap<QString, QString> &regions)
{
    for (auto &consumer : consumers)
        if (consumer.region.isEmpty())
            consumer.region = regions.value(consumer.plainName());
}

Task<Result<void>> takeConfig(HookStatePtr state, std::stop_token stop)
{
    auto config = co_await readCharmConfig(state->tools, state->hook, stop);
    if (!config && config.error().kind() != ErrorKind::Config)
        co_return std::unexpected(config.error());
    if (config)
        state->plan.config = *std::move(config);
    else
        state->blocked = config.error().text();
    co_return Result<void>{};
}

Result<void> takePlan(HookState &state)
{
    applyRegions(state.plan.consumers, state.plan.config.consumerRegions);
    juju::nameConsumers(state.plan.consumers, state.memory.cloudNames);
    const auto written = writeUnitPlan(state.plan, state.places, state.hook);
    if (written || written.error().kind() != ErrorKind::Config)
        return written;
    state.blocked = written.error().text();
    return {};
}

} // namespace

Result<Shown> HookState::shown() const
{
    Shown shown;
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(const auto publications, journal->publications({}));
    for (const auto &publication : publications)
        if (!publication.imageId.isEmpty())
            shown[publication.imageName].insert(publication.consumer, publication);
    return shown;
}

Task<Result<HookStatePtr>> readHookState(Backend &backend, juju::HookEnvironment hook, UnitPlaces places,
                                         std::stop_token stop)
{
    const HookStatePtr state(new HookState{.hook = hook,
                                           .tools = juju::HookTools(hook.variables),
                                           .places = places,
                                           .backend = backend,
                                           .memory = UnitMemory::load(places),
                                           .plan = {.application = hook.application(), .config = {}, .consumers = {}},
                                           .blocked = {}});
    IB_CO_TRY(state->leader, co_await state->tools.isLeader(stop));
    IB_CO_TRY(auto consumers, co_await juju::readConsumers(state->tools, stop));
    for (const auto &complaint : consumers.complaints)
        co_await state->tools.log(QStringLiteral("WARNING"), complaint, stop);
    state->plan.consumers = std::move(consumers.ready);
    IB_CO_CHECK(co_await takeConfig(state, stop));
    if (state->leader && state->blocked.isEmpty())
        IB_CO_CHECK(takePlan(*state));
    co_return state;
}

} // namespace imagebuilder::app
