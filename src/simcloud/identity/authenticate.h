// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

namespace imagebuilder::simcloud {

/// POST /v3/auth/tokens: password, token or application credential, with any scope.
Response authenticate(Context &context);

} // namespace imagebuilder::simcloud
