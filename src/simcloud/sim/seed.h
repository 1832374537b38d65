// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/state/state.h"

namespace imagebuilder::simcloud {

/// Flavors and the shared network that a fresh cloud offers. `subnet` is the first three octets ("127.9.8").
void seed(State &state, const QString &subnet);

} // namespace imagebuilder::simcloud
