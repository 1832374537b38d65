// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/destination.h"

namespace imagebuilder::build {

/// Makes the build's images the current ones, as far as Request::publishing lets them (the rest stay candidates until
/// somebody promotes them): notes so in the journal, says so on them, and on the ones before that they no longer are. A
/// consumer's image that cannot be marked is tried a few times and is a warning then: what is published stands in the
/// journal, and prune marks it later. `site` must outlive the task.
[[nodiscard]] Task<Result<void>> publish(Site &site, ProgressPtr build, std::stop_token stop);

/// Marks an image of this build's name as the one that a project shows, and those before it as previous; only these
/// where the id is empty, because the project is shown another's.
[[nodiscard]] Task<Result<void>> makeCurrent(Site &site, ProgressPtr build, Destination where, QString imageId,
                                             std::stop_token stop);

} // namespace imagebuilder::build
