// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/options/commonoptions.h"

#include "app/parsing.h"
#include "headless/options/binding.h"

namespace imagebuilder::headless {

void addGlobalOptions(CLI::App &program, Invocation &invocation)
{
    parsedOption(program, "--log-level", invocation.logLevel, app::parseLogLevel,
                 "debug, info, warning, error, or 10, 20, 30, 40 [info]")
        ->type_name("LEVEL");
    textOption(program, "--os-cloud", invocation.cloud, "cloud of clouds.yaml [$OS_CLOUD, else the first]")
        ->type_name("NAME");
    auto &folders = invocation.settings.folders;
    const auto folder = [&program](const char *name, const char *variable, QString &target, const std::string &what) {
        textOption(program, name, target, what + " [" + target.toStdString() + "]")
            ->type_name("FOLDER")
            ->envname(variable);
    };
    folder("--state-dir", "IMAGEBUILDER_STATE_DIR", folders.state, "journal and keys");
    folder("--cache-dir", "IMAGEBUILDER_CACHE_DIR", folders.cache, "base images");
    folder("--log-dir", "IMAGEBUILDER_LOG_DIR", folders.log, "info.log, and one log per build");
}

void addOutputOption(CLI::App &command, Invocation &invocation)
{
    const auto parse = [](const QString &text) -> Result<OutputFormat> {
        if (text == u"text" || text == u"json")
            return text == u"json" ? OutputFormat::Json : OutputFormat::Text;
        return failure(ErrorKind::Usage, QStringLiteral("'%1' is neither text nor json").arg(text));
    };
    parsedOption(command, "--output", invocation.output, parse, "text or json [text]")->type_name("FORMAT");
}

void addExample(CLI::App &command, const std::string &example, const std::string &remarks)
{
    command.footer(remarks + "Example:\n  " + example +
                   "\n\nOptions before the command, and exit codes: imagebuilderd --help");
}

} // namespace imagebuilder::headless
