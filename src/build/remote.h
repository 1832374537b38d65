// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"
#include "ssh/command.h"

namespace imagebuilder::build {

/// Finds a way into the build's VM, trying every address in turn, again and again until the deadline. The address that
/// let us in stands first from then on. Ssh error at the deadline: names every address, what each answered, and what
/// Nova says of the server (CASES 13). `site` must outlive the task.
[[nodiscard]] Task<Result<ssh::Target>> reachServer(Site &site, ProgressPtr build, milliseconds deadline,
                                                    std::stop_token stop);

/// Reaches the VM and runs a command there, once: only connecting is tried again. `site` must outlive the task.
[[nodiscard]] Task<Result<ssh::Outcome>> runInServer(Site &site, ProgressPtr build, ssh::Command command,
                                                     milliseconds connectDeadline, std::stop_token stop);

} // namespace imagebuilder::build
