// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"

namespace imagebuilder::app {

/// Hands the lines of a build's log to `line`; with `follow` also those that are still written, until the build ends or
/// its process dies. NotFound where there is no such build or no log. `backend` must outlive the task.
[[nodiscard]] Task<Result<void>> readBuildLog(Backend &backend, QString build, bool follow,
                                              std::function<void(QByteArray)> line, std::stop_token stop);

} // namespace imagebuilder::app
