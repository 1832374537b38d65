// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/baseimages.h"

namespace imagebuilder::app {

struct InitOrder
{
    QString cloud; ///< empty: the default cloud
    QList<images::Release> releases;
    images::Arch arch;
    QString prefix;
};

struct InitResult
{
    QString cloud;
    QString keyPair;       ///< name
    QString securityGroup; ///< id
    QList<RefreshedBase> bases;
};

/// Makes a cloud ready for builds: key pair, security group, and base images, all releases at once. One base image
/// that cannot be had does not keep the others from being fetched. `backend` must outlive the task.
[[nodiscard]] Task<Result<InitResult>> initCloud(Backend &backend, InitOrder order, std::stop_token stop);

} // namespace imagebuilder::app
