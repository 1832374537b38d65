// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"

namespace imagebuilder::app {

/// The newest image of exactly this name that the project owns itself; only an active one unless `anyStatus`.
/// Nothing where there is none. `backend` must outlive the task.
[[nodiscard]] Task<Result<std::optional<openstack::Image>>> latestImage(Backend &backend, QString cloud, QString name,
                                                                        bool anyStatus, std::stop_token stop);

} // namespace imagebuilder::app
