// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/router.h"

namespace imagebuilder::simcloud {

/// What tests steer and read: /sim/…; no token is asked for.
void addAdminRoutes(Router &router);

} // namespace imagebuilder::simcloud
