// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "app/doctor/finding.h"

namespace imagebuilder::app {

struct DoctorOrder
{
    QString cloud;      ///< where VMs are built; empty: the default one
    QStringList others; ///< consumers' clouds; empty: all of clouds.yaml
};

/// Looks at this machine and at all named clouds at once. Nothing is changed anywhere. `backend` must outlive the task.
[[nodiscard]] Task<QList<Finding>> examine(Backend &backend, DoctorOrder order, std::stop_token stop);

} // namespace imagebuilder::app
