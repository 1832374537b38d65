// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Makes the build's images the current ones: says so on them, and on the ones before them that they no longer are. An
/// image that cannot be marked is a warning: what is published stands in the journal. `site` must outlive the task.
[[nodiscard]] Task<Result<void>> publish(Site &site, ProgressPtr build, std::stop_token stop);

} // namespace imagebuilder::build
