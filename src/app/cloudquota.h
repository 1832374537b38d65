// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "build/projectquota.h"

namespace imagebuilder::app {

/// What a project may have and has.
struct CloudQuota
{
    QString cloud;
    build::ProjectQuota project;
    bool hasVolumes = false;  ///< false: the cloud has no Cinder, and the quota of volumes says nothing
    openstack::Flavor flavor; ///< what a build would boot
    int fittingBuilds = 0;    ///< so many more builds fit now
    int images = 0;           ///< owned by the project
    int ownImages = 0;        ///< of those, this deployment's
    qint64 imageBytes = 0;    ///< of all that the project owns
};

/// Asks a cloud for limits and use. `flavor` as in a build: id, name, or empty for the smallest that fits.
/// `backend` must outlive the task.
[[nodiscard]] Task<Result<CloudQuota>> cloudQuota(Backend &backend, QString cloud, QString flavor,
                                                  std::stop_token stop);

} // namespace imagebuilder::app
