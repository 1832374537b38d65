// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/keygroups.h"
#include "app/plan/taking.h"

namespace imagebuilder::app {

namespace {
const QString ofImages = QStringLiteral("What the images carry");
} // namespace

QList<PlanKey> howImagesAreLabelled()
{
    return {
        {.path = QStringLiteral("tags"),
         .option = QStringLiteral("--tags"),
         .valueName = QStringLiteral("TAGS"),
         .help = QStringLiteral("of the images, a list"),
         .group = ofImages,
         .take = TakeList(takeTags)},
        {.path = QStringLiteral("visibility"),
         .option = QStringLiteral("--visibility"),
         .valueName = QStringLiteral("WHOM"),
         .help = QStringLiteral("of the images: private, shared, community, public [as Glance makes them]"),
         .group = ofImages,
         .take = TakeText(takeVisibility)},
        {.path = QStringLiteral("min-disk"),
         .option = QStringLiteral("--min-disk"),
         .valueName = QStringLiteral("GIB"),
         .help = QStringLiteral("least disk of the images, in GiB [that of the builder VM]"),
         .group = ofImages,
         .take = number([](Plan &plan) -> auto & { return plan.request.labels.minDiskGiB; }, 1, 100'000),
         .form = PlanKey::Form::Number},
        {.path = QStringLiteral("properties"),
         .option = QStringLiteral("--properties"),
         .valueName = QStringLiteral("KEY=VALUE"),
         .help = QStringLiteral("more properties of the images, a list"),
         .group = ofImages,
         .take = TakeEntry(takeProperty)},
    };
}

} // namespace imagebuilder::app
