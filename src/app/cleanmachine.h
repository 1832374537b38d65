// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"

namespace imagebuilder::app {

/// What was deleted on this machine.
struct Cleaned
{
    int builds = 0;
    int files = 0;
    qint64 bytes = 0; ///< of those files
};

/// Deletes what Settings::keeping lets go: builds in the journal, logs and manifests of builds (by age, then the oldest
/// until they are small enough together; never an open build's), support bundles in the state folder.
Result<Cleaned> cleanMachine(Backend &backend);

/// Storage when the state or the log folder has not room enough for a build even after cleanMachine(); says how much is
/// needed and how much there is.
Result<void> ensureRoom(Backend &backend);

} // namespace imagebuilder::app
