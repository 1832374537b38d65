// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "headless/exitcodes.h"
#include "headless/invocation.h"

namespace CLI {
class App;
}

namespace imagebuilder::headless {

/// What a command ends with; Program writes one of the two forms.
struct Answer
{
    QByteArray text; ///< as it goes to standard output, line ends included
    QJsonObject json;
    ExitCode code = ExitCode::Success;
};

/// What a running command may use. All references outlive its task.
struct Running
{
    const Invocation &invocation;
    app::Backend &backend;
    std::function<void(QByteArray)> line; ///< one line to standard output at once, for commands that stream
};

/// One verb. Options land in the object, so it must outlive the parsing and its own run.
class Command
{
public:
    virtual ~Command() = default;
    /// Adds the subcommand; the returned one tells after parsing whether it was meant.
    virtual CLI::App *declare(CLI::App &parent, Invocation &invocation) = 0;
    /// Called once this command is chosen, before its backend is made: the last word on settings.
    virtual Result<void> prepare(Invocation &) { return {}; }
    virtual app::Backend::Access access() const { return app::Backend::Access::ReadOnly; }
    /// Errors of a command that stands for a build end with this code instead of the table's (CONTRACT.md).
    virtual ExitCode codeFor(const Error &error) const { return exitCodeFor(error.kind()); }
    [[nodiscard]] virtual Task<Result<Answer>> run(Running &running, std::stop_token stop) = 0;
};

/// All verbs in the order in which `--help` lists them.
std::vector<std::unique_ptr<Command>> allCommands();

} // namespace imagebuilder::headless
