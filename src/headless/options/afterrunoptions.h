// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/invocation.h"

namespace CLI {
class App;
}

namespace imagebuilder::headless {

/// What happens when a build has ended: --notify, --metrics-file, and where releases of the runner are listed.
void addAfterRunOptions(CLI::App &command, Invocation &invocation);

} // namespace imagebuilder::headless
