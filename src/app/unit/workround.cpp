// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/workround.h"

#include "app/plan/plankeys.h"
#include "app/plan/planreader.h"
#include "app/rebuildjournal.h"

namespace imagebuilder::app {

namespace {

Task<Result<void>> takeUpJournal(Backend &backend, Plan plan, QString deployment, std::stop_token stop)
{
    IB_CO_TRY(auto *const journal, backend.journal());
    IB_CO_TRY(const auto known, journal->builds(1));
    if (!known.isEmpty())
        co_return Result<void>{};
    if (!deployment.isEmpty() && journal->deployment() != deployment)
        IB_CO_CHECK(journal->adopt(deployment));
    const RebuildOrder order{.cloud = plan.cloud, .others = plan.request.consumers, .deployment = {}};
    const auto rebuilt = co_await rebuildJournal(backend, order, stop);
    if (!rebuilt)
        backend.tell(
            {.text = QStringLiteral("the clouds told nothing of earlier builds: %1").arg(rebuilt.error().message())});
    co_return Result<void>{};
}

} // namespace

Task<Result<std::shared_ptr<WorkRound>>> openRound(Settings settings, UnitPlaces places, build::EventSink events,
                                                   std::stop_token stop)
{
    const auto environment = settings.clouds.environment;
    auto round = std::make_shared<WorkRound>();
    auto defaults = Plan::defaultsFor(settings);
    IB_CO_CHECK(takeEnvironment(defaults, environment));
    IB_CO_TRY(round->plan, loadPlan(places.plan(), defaults, knownClouds(settings)));
    IB_CO_TRY(round->plan.request.scriptSecrets, readSecrets(round->plan, environment));
    round->plan.applyTo(settings);
    round->backend = std::make_unique<Backend>(settings, Backend::Access::ReadWrite, Parts{.events = events});
    round->deployment = environment.value(QStringLiteral("IMAGEBUILDER_DEPLOYMENT"));
    IB_CO_CHECK(co_await takeUpJournal(*round->backend, round->plan, round->deployment, stop));
    co_return round;
}

} // namespace imagebuilder::app
