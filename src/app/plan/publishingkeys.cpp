// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/keygroups.h"
#include "app/plan/taking.h"

namespace imagebuilder::app {

namespace {
const QString ofShowing = QStringLiteral("Who shows the image, and when");
} // namespace

QList<PlanKey> whoShowsIt()
{
    return {
        {.path = QStringLiteral("publish"),
         .option = QStringLiteral("--publish"),
         .valueName = QStringLiteral("WHEN"),
         .help = QStringLiteral("auto, or hold: nobody shows an image before `imagebuilderd images promote` [auto]"),
         .group = ofShowing,
         .take = text([](Plan &plan) -> auto & { return plan.request.publishing.hold; }, parsePublish)},
        {.path = QStringLiteral("canary"),
         .option = QStringLiteral("--canary"),
         .valueName = QStringLiteral("CLOUD"),
         .help = QStringLiteral("this consumer shows an image at once, the others later"),
         .group = ofShowing,
         .take = text([](Plan &plan) -> auto & { return plan.request.publishing.canary; })},
        {.path = QStringLiteral("canary-minutes"),
         .option = QStringLiteral("--canary-minutes"),
         .valueName = QStringLiteral("MINUTES"),
         .help = QStringLiteral("how much later [60]"),
         .group = ofShowing,
         .take = TakeText(takeCanaryMinutes),
         .form = PlanKey::Form::Number},
    };
}

} // namespace imagebuilder::app
