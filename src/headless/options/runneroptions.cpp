// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/options/runneroptions.h"

#include "app/parsing.h"
#include "headless/options/binding.h"

namespace imagebuilder::headless {

void addRunnerOptions(CLI::App &command, Invocation &invocation)
{
    auto &runners = invocation.settings.runners;
    const auto source = [&command](const char *name, const char *variable, QUrl &target, const std::string &what) {
        parsedOption(command, name, target, app::parseWebUrlOrOff, what + " [GitHub's API]")
            ->type_name("URL|off")
            ->envname(variable)
            ->group("Runner releases");
    };
    source("--upstream-releases", "IMAGEBUILDER_UPSTREAM_RELEASES", runners.upstream, "list of actions/runner's");
    source("--fork-releases", "IMAGEBUILDER_FORK_RELEASES", runners.fork, "list of those that builds install");
    parsedOption(command, "--least-runner", runners.least, app::parseRunnerVersion,
                 "oldest that GitHub registers [" + runners.least.toStdString() + "]")
        ->type_name("X.Y.Z")
        ->group("Runner releases");
}

} // namespace imagebuilder::headless
