// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/router.h"

namespace imagebuilder::simcloud {

/// Serves the folder of --mirror, where base images lie, at /mirror/.
void addMirrorRoutes(Router &router);

} // namespace imagebuilder::simcloud
