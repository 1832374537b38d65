// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Boots the snapshot in the builder VM's place, where the request asks for that, and looks whether it is fit to be
/// delivered (checks.h). The builder VM goes first, so that the quota that let it boot is enough. An image that does
/// not boot, lets nobody in or fails a check is a Script error that names the check; it is kept as `bad`, taken out of
/// the build, so that nobody gets it and somebody can look at it. Other errors say nothing of the image. The VM goes
/// in any case, at the latest when the build is undone. `site` must outlive the task.
[[nodiscard]] Task<Result<void>> verify(Site &site, ProgressPtr build, std::stop_token stop);

} // namespace imagebuilder::build
