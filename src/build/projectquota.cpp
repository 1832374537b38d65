// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/projectquota.h"

namespace imagebuilder::build {

Task<Result<ProjectQuota>> projectQuota(openstack::Cloud &cloud, std::stop_token stop)
{
    ProjectQuota quota;
    IB_CO_TRY(quota.compute, co_await cloud.compute().limits(stop));
    IB_CO_TRY(quota.network, co_await cloud.network().quota(stop));
    IB_CO_TRY(quota.images, co_await cloud.images().quota(stop));
    co_return quota;
}

} // namespace imagebuilder::build
