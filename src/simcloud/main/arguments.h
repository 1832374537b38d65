// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/options.h"

#include <expected>

namespace imagebuilder::simcloud {

struct Arguments
{
    Options options;
    bool withParent = false; ///< end when standard input closes
};

/// The command line of imagebuilder-simcloud, or the exit code when there is nothing to start (--help, a mistake);
/// what there is to say was said.
std::expected<Arguments, int> parseArguments(int argc, char **argv);

} // namespace imagebuilder::simcloud
