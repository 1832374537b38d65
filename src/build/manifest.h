// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Asks the VM what is installed in it and tells it as one event, a Manifest (software.h) in JSON. A VM that cannot
/// tell is a warning, one that cannot be reached an Ssh error. `site` must outlive the task.
[[nodiscard]] Task<Result<void>> collectManifest(Site &site, ProgressPtr build, std::stop_token stop);

} // namespace imagebuilder::build
