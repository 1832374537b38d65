// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/options/foundplan.h"

#include "app/plan/planreader.h"

namespace imagebuilder::headless {

std::optional<app::Plan> foundPlan(Invocation &invocation)
{
    auto &settings = invocation.settings;
    const auto file = app::findPlan({}, settings.clouds.environment, app::Caller::current());
    if (!file)
        return std::nullopt;
    auto plan = app::loadPlan(*file, app::Plan::defaultsFor(settings));
    if (!plan)
        return std::nullopt;
    plan->applyTo(settings);
    if (invocation.cloud.isEmpty())
        invocation.cloud = plan->cloud;
    return *std::move(plan);
}

} // namespace imagebuilder::headless
