// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/baseforecast.h"
#include "app/plan/placeforecast.h"
#include "app/plan/plan.h"
#include "app/runner/runnerclock.h"

namespace imagebuilder::app {

/// One build of a plan, before it is made.
struct BuildForecast
{
    BuildOrder order;
    bool built = true;                      ///< false: nothing changed, and only what changed was asked for
    Freshness freshness;                    ///< why it would be built, or would not with --if-changed
    std::optional<openstack::Image> newest; ///< what the build cloud has of it and nobody called bad
    BaseForecast base;
};

/// An image that would be deleted once its successor is there, unless somebody uses it.
struct PruneForecast
{
    QString cloud;
    openstack::Image image;
};

/// What a run of a plan would do. Making it changes nothing anywhere.
struct Forecast
{
    QString cloud;
    PlaceForecast place;
    QList<BuildForecast> builds;
    QList<PruneForecast> prunes;
    QMap<QString, Error> unreachable; ///< consumers that would get nothing
    RunnerClock runners;              ///< of the version that the plan pins, and whether the fork keeps up
    QList<Lack> missing;
};

/// Asks the build cloud, the consumers' clouds, the mirror, and for what an image is made of. `ifChanged`: of a run
/// that leaves alone what would be built as it is. Config when flavor or network cannot be had. `backend` must outlive
/// it.
[[nodiscard]] Task<Result<Forecast>> forecastPlan(Backend &backend, Plan plan, bool ifChanged, std::stop_token stop);

} // namespace imagebuilder::app
