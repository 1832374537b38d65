// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/cloudquota.h"

#include "build/placement.h"
#include "build/properties.h"

namespace imagebuilder::app {

Task<Result<CloudQuota>> cloudQuota(Backend &backend, QString cloudName, QString flavor, std::stop_token stop)
{
    CloudQuota quota;
    IB_CO_TRY(quota.cloud, backend.cloudName(cloudName));
    IB_CO_TRY(const auto *const journal, backend.journal());
    IB_CO_TRY(auto *const cloud, backend.cloud(quota.cloud));
    IB_CO_TRY(quota.project, co_await build::projectQuota(*cloud, stop));
    IB_CO_TRY(quota.hasVolumes, co_await cloud->volumes().isOffered(stop));
    if (quota.hasVolumes) {
        IB_CO_TRY(quota.project.volumes, co_await cloud->volumes().limits(stop));
    }
    IB_CO_TRY(const auto flavors, co_await cloud->compute().flavors(stop));
    IB_CO_TRY(quota.flavor, build::chooseFlavor(flavors, flavor, quota.cloud));
    quota.fittingBuilds = build::fittingBuilds(quota.project, quota.flavor);
    IB_CO_TRY(const auto project, co_await cloud->session().projectId(stop));
    const openstack::ImageFilter owned{.owner = project};
    IB_CO_TRY(const auto images, co_await cloud->images().images(owned, stop));
    for (const auto &image : images) {
        ++quota.images;
        quota.imageBytes += image.size;
        quota.ownImages += build::isOurs(image.properties, journal->deployment()) ? 1 : 0;
    }
    co_return quota;
}

} // namespace imagebuilder::app
