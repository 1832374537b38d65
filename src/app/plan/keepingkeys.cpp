// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/keygroups.h"
#include "app/plan/taking.h"

namespace imagebuilder::app {

namespace {
const QString ofKeeping = QStringLiteral("What stays on this machine");
} // namespace

QList<PlanKey> whatStaysHere()
{
    return {
        age("on-machine.builds-age", "--keep-builds-age", "how long the journal remembers a build [400d]",
            [](Plan &plan) -> auto & { return plan.keeping.buildAge; }),
        {.path = QStringLiteral("on-machine.builds"),
         .option = QStringLiteral("--keep-builds"),
         .valueName = QStringLiteral("N"),
         .help = QStringLiteral("how many builds it remembers [5000]"),
         .group = ofKeeping,
         .take = number([](Plan &plan) -> auto & { return plan.keeping.builds; }, 1, 1'000'000),
         .form = PlanKey::Form::Number},
        age("on-machine.logs-age", "--keep-logs-age", "how long logs and manifests of builds stay [90d]",
            [](Plan &plan) -> auto & { return plan.keeping.logAge; }),
        {.path = QStringLiteral("on-machine.logs-mib"),
         .option = QStringLiteral("--keep-logs-mib"),
         .valueName = QStringLiteral("MIB"),
         .help = QStringLiteral("how much they may be together, in MiB [2048]"),
         .group = ofKeeping,
         .take = TakeText(takeLogSize),
         .form = PlanKey::Form::Number},
        age("on-machine.bundles-age", "--keep-bundles-age", "how long support bundles stay in the state folder [7d]",
            [](Plan &plan) -> auto & { return plan.keeping.bundleAge; }),
    };
}

} // namespace imagebuilder::app
