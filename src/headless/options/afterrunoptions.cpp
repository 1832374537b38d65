// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/options/afterrunoptions.h"

#include "headless/options/binding.h"
#include "headless/options/runneroptions.h"

namespace imagebuilder::headless {

void addAfterRunOptions(CLI::App &command, Invocation &invocation)
{
    auto &settings = invocation.settings;
    const auto group = "When it has ended";
    textOption(command, "--notify", settings.notify,
               "shell command that gets the end of each build as JSON on standard input, within 30 s")
        ->type_name("CMD")
        ->envname("IMAGEBUILDER_NOTIFY")
        ->group(group);
    textOption(command, "--metrics-file", settings.metricsFile, "file that metrics for Prometheus are written to")
        ->type_name("FILE")
        ->envname("IMAGEBUILDER_METRICS")
        ->group(group);
    addRunnerOptions(command, invocation);
}

} // namespace imagebuilder::headless
