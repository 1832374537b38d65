// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/plan.h"

namespace CLI {
class App;
}

namespace imagebuilder::headless {

enum class PlanOptions { OfRun, OfInit };

/// Adds the options that the table of a plan's keys names; they fill `plan`, which must outlive the parsing.
void addPlanOptions(CLI::App &command, app::Plan &plan, PlanOptions which);

} // namespace imagebuilder::headless
