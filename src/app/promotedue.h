// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/changeimages.h"

namespace imagebuilder::app {

/// Promotes the builds whose canary has shown them for long enough, unless it was rolled back, called bad or shows
/// another build meanwhile. One that cannot be promoted everywhere is tried again at the next call. `backend` must
/// outlive the task.
[[nodiscard]] Task<Result<QList<ImageChanges>>> promoteDue(Backend &backend, ImageScope scope, QString who,
                                                           std::stop_token stop);

} // namespace imagebuilder::app
