// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// What the project may have of volumes. Config where the cloud offers none, or not the type that was asked for; the
/// text names the flavor that needs one.
[[nodiscard]] Task<Result<openstack::VolumeLimits>> volumeLimits(Site &site, ProgressPtr build, std::stop_token stop);

/// Makes the volume that the VM boots from (CASES 18), if the build has one, or finds the one of an interrupted
/// attempt; waits until it is whole and fills volumeId. `site` must outlive the task.
[[nodiscard]] Task<Result<void>> ensureVolume(Site &site, ProgressPtr build, std::stop_token stop);

/// Waits until the volume is free to be read or deleted: not made, detached or uploaded just now. std::nullopt: gone.
[[nodiscard]] Task<Result<std::optional<openstack::Volume>>> volumeAtRest(Site &site, QString id, milliseconds timeout,
                                                                          std::stop_token stop);

/// Deletes every volume that the journal knows this build to have made, or to have been about to, once its server is
/// gone; waits until they are gone, too.
[[nodiscard]] Task<Result<void>> removeVolumes(Site &site, QString buildId, std::stop_token stop);

} // namespace imagebuilder::build
