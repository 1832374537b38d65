// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/explain/explanation.h"

namespace imagebuilder::app {

/// Fills `fate` and `remedy` from all the rest.
void judgeFate(Explanation &explanation);

} // namespace imagebuilder::app
