// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Takes back whatever a build left in any cloud, by journal and by our metadata: servers, the snapshot, copies. It
/// does not listen to the stop that ended the build, only to a `stop` that means the undoing itself; it has a deadline
/// of its own. What could not be removed is in the error.
[[nodiscard]] Task<Result<void>> undo(Site &site, ProgressPtr build, std::stop_token stop = {});

} // namespace imagebuilder::build
