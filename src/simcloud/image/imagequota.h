// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/state/state.h"

namespace imagebuilder::simcloud {

/// What a project has in Glance.
struct ImageUse
{
    qint64 count = 0;
    qint64 bytes = 0;
};
ImageUse imageUse(const State &state, const QString &projectId);

struct ImageQuotaLeft
{
    qint64 count;
    qint64 bytes;
};

/// What a project may still store in Glance; huge where it has no bound.
ImageQuotaLeft imageQuotaLeft(const State &state, const QString &projectId);

} // namespace imagebuilder::simcloud
