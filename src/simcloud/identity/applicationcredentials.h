// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/router.h"

namespace imagebuilder::simcloud {

/// /v3/users/{id}/application_credentials
void addApplicationCredentialRoutes(Router &router);

} // namespace imagebuilder::simcloud
