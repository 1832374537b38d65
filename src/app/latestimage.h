// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"

namespace imagebuilder::app {

/// Which images count.
enum class Latest {
    Any,            ///< whatever their status
    Published,      ///< active, no build may still take them back, nobody called them bad
    PublishedOrHeld ///< these, and what is whole and waits to be published
};

/// The newest image of exactly this name that the project owns itself or that this deployment shares with it; of those
/// that are shown, after a rollback, the one that was gone back to. Nothing where there is none. `backend` must outlive
/// the task.
[[nodiscard]] Task<Result<std::optional<openstack::Image>>> latestImage(Backend &backend, QString cloud, QString name,
                                                                        Latest which, std::stop_token stop);

} // namespace imagebuilder::app
