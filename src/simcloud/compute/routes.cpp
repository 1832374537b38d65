// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/routes.h"

namespace imagebuilder::simcloud {

void addComputeRoutes(Router &router)
{
    Q_UNUSED(router)
}

} // namespace imagebuilder::simcloud
