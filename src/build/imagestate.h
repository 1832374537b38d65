// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "openstack/cloud.h"

namespace imagebuilder::build {

/// The images of one name that a deployment has in one project.
struct Shelf
{
    openstack::Cloud *cloud = nullptr;
    QString projectId;
    QString deployment;
    QString imageName;
};

/// Writes property::state on one image.
[[nodiscard]] Task<Result<void>> markState(openstack::Cloud *cloud, QString imageId, QString state,
                                           std::stop_token stop);

/// Marks an image as the one that its project shows, and those before it as previous; only these where the id is empty,
/// because the project is shown another's. The new one first: at no moment does a project show none that is current.
[[nodiscard]] Task<Result<void>> markCurrent(Shelf shelf, QString imageId, std::stop_token stop);

} // namespace imagebuilder::build
