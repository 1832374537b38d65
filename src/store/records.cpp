// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/records.h"

namespace imagebuilder::store {

QString buildStateName(BuildState state)
{
    switch (state) {
    case BuildState::Running:
        return QStringLiteral("running");
    case BuildState::Succeeded:
        return QStringLiteral("succeeded");
    case BuildState::Failed:
        return QStringLiteral("failed");
    case BuildState::Cancelled:
        return QStringLiteral("cancelled");
    }
    return {};
}

} // namespace imagebuilder::store
