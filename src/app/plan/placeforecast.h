// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "app/plan/lack.h"

namespace imagebuilder::app {

/// Where a plan's builds would run.
struct PlaceForecast
{
    openstack::Flavor flavor;
    openstack::Network network;
    int fittingBuilds = 0; ///< at once, by the project's free quota
    QList<Lack> lacks;     ///< quota, zone, type of volume, key pair
};

/// Asks the build cloud. Config when flavor or network cannot be had. `backend` must outlive the task.
[[nodiscard]] Task<Result<PlaceForecast>> placeForecast(Backend &backend, QString cloud, build::Request request,
                                                        std::stop_token stop);

} // namespace imagebuilder::app
