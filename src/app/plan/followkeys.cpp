// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/parsing.h"
#include "app/plan/keygroups.h"
#include "app/plan/taking.h"

namespace imagebuilder::app {

QList<PlanKey> whatFollows()
{
    return {
        {.path = QStringLiteral("interval"),
         .valueName = QStringLiteral("HOURS"),
         .help = QStringLiteral("how often the schedule (cron, a timer, the charm) runs it, for `status` [not told]"),
         .take = number([](Plan &plan) -> auto & { return plan.intervalHours; }, 1, 24),
         .form = PlanKey::Form::Number},
        {.path = QStringLiteral("notify"),
         .valueName = QStringLiteral("CMD"),
         .help = QStringLiteral("shell command that gets the end of each build as JSON on standard input"),
         .take = text([](Plan &plan) -> auto & { return plan.notify; })},
        {.path = QStringLiteral("metrics-file"),
         .valueName = QStringLiteral("FILE"),
         .help = QStringLiteral("where metrics for Prometheus are written to after each run"),
         .take = text([](Plan &plan) -> auto & { return plan.metricsFile; })},
        {.path = QStringLiteral("runner-clock.upstream"),
         .valueName = QStringLiteral("URL|off"),
         .help = QStringLiteral("list of actions/runner's releases [GitHub's API]"),
         .take = text([](Plan &plan) -> auto & { return plan.upstreamReleases; }, parseWebUrlOrOff)},
        {.path = QStringLiteral("runner-clock.fork"),
         .valueName = QStringLiteral("URL|off"),
         .help = QStringLiteral("list of the releases that builds install [GitHub's API]"),
         .take = text([](Plan &plan) -> auto & { return plan.forkReleases; }, parseWebUrlOrOff)},
    };
}

} // namespace imagebuilder::app
