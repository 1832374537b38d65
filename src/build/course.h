// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Takes the steps from where the journal says that the build stands, each begun and ended there. Goes back to boot,
/// once, when a step's ground is gone: the VM vanished, or an interrupted seal had locked us out already. Until publish
/// begins a stop ends it with Cancelled; behind that point the build is brought to its end, and what fails there is a
/// warning. `site` must outlive the task.
[[nodiscard]] Task<Result<void>> runSteps(Site &site, ProgressPtr build, std::shared_ptr<store::BuildRecord> record,
                                          bool resumed, std::stop_token stop);

} // namespace imagebuilder::build
