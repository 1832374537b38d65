// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/unitplaces.h"
#include "app/unit/unitplan.h"

namespace imagebuilder::app {

/// Writes clouds.yaml, the plan, the secrets and certificates that they name, and the worker's environment; takes away
/// what they no longer name. Config where an option is wrong that only the plan can judge: the text is a blocked
/// status.
Result<void> writeUnitPlan(const UnitPlan &plan, const UnitPlaces &places, const juju::HookEnvironment &hook);

} // namespace imagebuilder::app
