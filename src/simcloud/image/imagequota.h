// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/state/state.h"

namespace imagebuilder::simcloud {

struct ImageQuotaLeft
{
    qint64 count;
    qint64 bytes;
};

/// What a project may still store in Glance; huge where it has no bound.
ImageQuotaLeft imageQuotaLeft(const State &state, const QString &projectId);

} // namespace imagebuilder::simcloud
