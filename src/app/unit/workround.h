// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/plan.h"
#include "app/unit/unitplaces.h"

namespace imagebuilder::app {

/// Plan and services of one piece of the worker's work, read anew each time: credentials change meanwhile.
struct WorkRound
{
    Plan plan;
    std::unique_ptr<Backend> backend;
    QString deployment;
};

/// Reads the unit's plan and secrets, and opens its journal as that of `deployment` (empty: as it is). A journal that
/// knows no builds is filled from the clouds, as far as they answer: a new leader goes on where the old one was.
[[nodiscard]] Task<Result<std::shared_ptr<WorkRound>>> openRound(Settings settings, UnitPlaces places,
                                                                 build::EventSink events, std::stop_token stop);

} // namespace imagebuilder::app
