// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"

namespace imagebuilder::app {

/// The base image of a build: what the build cloud has of it, beside what its mirror says.
struct BaseForecast
{
    enum class State {
        Current, ///< the mirror has the same
        Stale,   ///< the mirror has another
        Absent,  ///< the cloud has none
        Unknown, ///< the cloud has one, and the mirror does not tell
    };
    QString name;
    State state = State::Unknown;
    std::optional<openstack::Image> image; ///< the newest good one in the cloud
    std::optional<Error> silent;           ///< why the mirror does not tell
};

/// Compares `there`, the images of the build project, newest first, with the mirror. `backend` must outlive the task.
[[nodiscard]] Task<BaseForecast> baseForecast(Backend &backend, build::Request request, QList<openstack::Image> there,
                                              std::stop_token stop);

/// "current", "stale", "absent", "unknown".
QString baseStateName(BaseForecast::State state);

} // namespace imagebuilder::app
