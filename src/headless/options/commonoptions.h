// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/invocation.h"

namespace CLI {
class App;
}

// Options that several commands share.
namespace imagebuilder::headless {

/// Those of the program, which stand before the command (and are understood behind it, too).
void addGlobalOptions(CLI::App &program, Invocation &invocation);
/// --output.
void addOutputOption(CLI::App &command, Invocation &invocation);
/// What stands below a command's options.
void addExample(CLI::App &command, const std::string &example, const std::string &remarks = {});

} // namespace imagebuilder::headless
