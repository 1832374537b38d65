// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Takes down what is installed in the VM (manifest.h). Removes every trace of the build from the VM, proves it there
/// (CASES 16), and stops the VM. Notes `sealed` in the journal before the stop, so that a resumed build knows that a
/// stopped VM is a clean one. `site` must outlive it.
[[nodiscard]] Task<Result<void>> seal(Site &site, ProgressPtr build, std::stop_token stop);

} // namespace imagebuilder::build
