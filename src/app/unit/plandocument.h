// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/unitplaces.h"
#include "app/unit/unitplan.h"
#include "yaml/yamlvalue.h"

namespace imagebuilder::app {

/// The plan of the worker. It names files that writeUnitPlan() writes.
YamlValue planDocument(const UnitPlan &plan, const UnitPlaces &places);

/// Judges such a plan as its reader will. Config: the text is a blocked status that names the option.
Result<void> checkPlanDocument(const YamlValue &document, const UnitPlan &plan, const UnitPlaces &places);

} // namespace imagebuilder::app
