// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/adminroutes.h"

#include "simcloud/sim/cloud.h"

namespace imagebuilder::simcloud {

namespace {

Response showState(Context &context)
{
    return Response::json(toJson(context.state));
}

} // namespace

void addAdminRoutes(Router &router)
{
    router.add("GET", QStringLiteral("/sim/state"), showState, Access::Open);
}

} // namespace imagebuilder::simcloud
