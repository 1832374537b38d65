// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"

namespace imagebuilder::app {

/// A build with what the journal alone cannot know: whether the process that carries it out is still there.
struct BuildView
{
    store::BuildRecord record;
    bool alive = false; ///< its process runs

    /// The state as people and JSON see it: that of the record, or "interrupted" for an open one whose process died.
    QString stateName() const;
};

/// Builds that are open in the journal; oldest first.
Result<QList<BuildView>> openBuilds(Backend &backend);
BuildView viewOf(const Settings &settings, store::BuildRecord record);

/// Undoes an open build whose process died, in those of the clouds that it named which clouds.yaml still has, says so,
/// and closes it. A stop leaves it open. `backend` must outlive it.
[[nodiscard]] Task<Result<void>> abandonBuild(Backend &backend, store::BuildRecord record, std::stop_token stop);

} // namespace imagebuilder::app
