// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/state/state.h"

namespace imagebuilder::simcloud {

/// What a project's servers take; a server counts until it is gone.
struct ComputeUsage
{
    qint64 instances = 0;
    qint64 cores = 0;
    qint64 ram = 0; ///< MiB
};
ComputeUsage computeUsage(const State &state, const QString &projectId);

/// Why one more server of that flavor is over the quota, or empty.
QString overQuota(const State &state, const QString &projectId, const Flavor &flavor);

} // namespace imagebuilder::simcloud
