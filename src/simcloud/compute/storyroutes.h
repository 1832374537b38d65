// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/router.h"

namespace imagebuilder::simcloud {

/// POST and DELETE /sim/vm-story: what tests make VMs do wrong. POST /sim/host-restart: power fails for all.
/// POST /sim/flavors: one more.
void addStoryRoutes(Router &router);

} // namespace imagebuilder::simcloud
