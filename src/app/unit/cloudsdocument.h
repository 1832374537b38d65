// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/unitplaces.h"
#include "app/unit/unitplan.h"
#include "yaml/yamlvalue.h"

namespace imagebuilder::app {

/// clouds.yaml: the build cloud and the consumers that are there.
YamlValue cloudsDocument(const UnitPlan &plan, const UnitPlaces &places);

/// The files of certificates that it names: path → PEM.
QMap<QString, QString> authorityFiles(const UnitPlan &plan, const UnitPlaces &places);

} // namespace imagebuilder::app
