// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"

namespace imagebuilder::app {

/// Which images a command is about.
struct ImageScope
{
    QString cloud;      ///< where VMs are built; empty: the default cloud
    QStringList others; ///< consumers' clouds, besides those that the journal knows
    QString imageName;  ///< empty: all that are ours
};

/// One project that holds images of ours.
struct ImagePlace
{
    QString name; ///< of the first cloud of clouds.yaml that logs in to it
    openstack::Cloud *cloud = nullptr;
    QString glance; ///< address of the image service
    QString projectId;
    QStringList consumers; ///< clouds' names that show images of this project; none in a mere build project
};

struct ImagePlaces
{
    QList<ImagePlace> list;      ///< the build cloud's project first
    QMap<QString, Error> failed; ///< clouds that could not be logged in to
    QString deployment;          ///< the journal's
};

/// Logs in everywhere at once; a cloud that does not answer within half a minute is in `failed`. The build cloud must
/// answer. `backend` must outlive the task.
[[nodiscard]] Task<Result<ImagePlaces>> imagePlaces(Backend &backend, ImageScope scope, std::stop_token stop);

} // namespace imagebuilder::app
