// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/plankeys.h"

namespace CLI {
class App;
}

namespace imagebuilder::headless {

enum class PlanOptions { OfRun, OfInit, OfBaseImages };

/// Adds the options that the table of a plan's keys names; they fill `plan`, which must outlive the parsing.
void addPlanOptions(CLI::App &command, app::Plan &plan, PlanOptions which);

/// Options that were given, in the order of the table.
using SaidOptions = QList<std::pair<const app::PlanKey *, QString>>;

/// The same for commands whose plan comes from a file: options are tried on a plan of defaults and written down in
/// `said`, so that takeSaid() can put them over the file's. The environment stays with the file.
void addPlanOptions(CLI::App &command, SaidOptions &said, PlanOptions which);
/// Puts them over a plan, and that over the settings.
Result<void> takeSaid(const SaidOptions &said, app::Plan &plan, app::Settings &settings);

} // namespace imagebuilder::headless
