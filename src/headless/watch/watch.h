// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/command.h"

namespace imagebuilder::headless {

/// imagebuilderd builds watch: a full terminal until q or Ctrl-C; elsewhere a line for each change, as long as a build
/// runs. Watching changes nothing.
[[nodiscard]] Task<Result<Answer>> watch(Running &running, std::stop_token stop);

} // namespace imagebuilder::headless
