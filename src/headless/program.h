// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "headless/command.h"

#include <optional>

namespace imagebuilder::headless {

/// imagebuilderd as a value: parses, runs one command, writes its answer.
class Program
{
public:
    Program();
    ~Program();
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

    /// The exit code. Help, version and usage errors need neither event loop nor network.
    int run(int argc, char **argv);

private:
    std::optional<int> parse(int argc, char **argv);
    int carryOut(Command &command);
    int answer(const Command &command, const Result<Answer> &result) const;

    Invocation m_invocation;
    std::unique_ptr<CLI::App> m_app;
    std::vector<std::unique_ptr<Command>> m_commands;
    Command *m_chosen = nullptr;
};

} // namespace imagebuilder::headless
