// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"

namespace imagebuilder::app {

/// The newest image of exactly this name that the project owns itself or that this deployment shares with it; unless
/// `anyStatus`, only an active one that no build may still take back and nobody called bad; after a rollback the one
/// that was gone back to. Nothing where there is none. `backend` must outlive the task.
[[nodiscard]] Task<Result<std::optional<openstack::Image>>> latestImage(Backend &backend, QString cloud, QString name,
                                                                        bool anyStatus, std::stop_token stop);

} // namespace imagebuilder::app
