// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/buildimages.h"

namespace imagebuilder::app {

/// Waits for the end of the build of an equal order that another process works on, and hands out what that made.
/// Nothing when no process works on one, or when its process died. `backend` must outlive the task.
[[nodiscard]] Task<Result<std::optional<Result<BuildResult>>>> joinBuild(Backend &backend, BuildOrder order,
                                                                         std::stop_token stop);

} // namespace imagebuilder::app
