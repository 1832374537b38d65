// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/plankeys.h"

// Parts of the table of plankeys.h.
namespace imagebuilder::app {

QList<PlanKey> howImagesAreLabelled();
QList<PlanKey> whoShowsIt();
QList<PlanKey> howItIsReached();
QList<PlanKey> whatFollows();
QList<PlanKey> whatStaysHere();

} // namespace imagebuilder::app
