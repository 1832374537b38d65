// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/invocation.h"

namespace CLI {
class App;
}

namespace imagebuilder::headless {

/// Where releases of the runner are listed: --upstream-releases, --fork-releases, --least-runner.
void addRunnerOptions(CLI::App &command, Invocation &invocation);

} // namespace imagebuilder::headless
