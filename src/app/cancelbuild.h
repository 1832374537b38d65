// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"

namespace imagebuilder::app {

struct Cancellation
{
    QString build;
    bool undoneHere = false; ///< its process was dead, so this one undid it
};

/// Ends a running build, wherever its process runs, and waits until it has undone and closed itself; one whose process
/// died is undone here. The journal says that it was `who` who wanted it. NotFound for an unknown build, Conflict for
/// one that has ended. `backend` must outlive it.
[[nodiscard]] Task<Result<Cancellation>> cancelBuild(Backend &backend, QString build, QString who,
                                                     std::stop_token stop);

} // namespace imagebuilder::app
