// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/placement.h"
#include "openstack/cloud.h"

namespace imagebuilder::build {

/// Asks Nova, Neutron and Glance (not Cinder: volumeLimits()) what the cloud's project may have and has. What Neutron
/// and Glance keep from a member counts as unlimited: their refusal of the port or image tells it later. `cloud` must
/// outlive the task.
[[nodiscard]] Task<Result<ProjectQuota>> projectQuota(openstack::Cloud &cloud, std::stop_token stop);

} // namespace imagebuilder::build
