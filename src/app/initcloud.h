// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "build/baseimage.h"

namespace imagebuilder::app {

struct InitOrder
{
    QString cloud; ///< empty: the default cloud
    QList<images::Release> releases;
    images::Arch arch;
    QString prefix;
};

/// One release's base image, or why it could not be had.
struct PreparedBase
{
    images::Release release;
    QString name; ///< of the image in the cloud
    Result<build::BaseImage> image;
};

struct InitResult
{
    QString cloud;
    QString keyPair;       ///< name
    QString securityGroup; ///< id
    QList<PreparedBase> bases;
};

/// Makes a cloud ready for builds: key pair, security group, and base images, all releases at once. One base image
/// that cannot be had does not keep the others from being fetched. `backend` must outlive the task.
[[nodiscard]] Task<Result<InitResult>> initCloud(Backend &backend, InitOrder order, std::stop_token stop);

} // namespace imagebuilder::app
