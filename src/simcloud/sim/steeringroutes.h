// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/router.h"

namespace imagebuilder::simcloud {

/// /sim/faults and /sim/holds
void addSteeringRoutes(Router &router);

} // namespace imagebuilder::simcloud
