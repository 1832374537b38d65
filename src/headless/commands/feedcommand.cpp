// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/feedcommand.h"

#include "headless/feed/feedsession.h"
#include "headless/options/commonoptions.h"
#include "headless/options/foundplan.h"

#include <CLI/CLI.hpp>

namespace imagebuilder::headless {

namespace {

/// What requests' commands shall know of how this one was started.
QStringList commonArguments(const Invocation &invocation)
{
    const auto &folders = invocation.settings.folders;
    QStringList arguments{QStringLiteral("--state-dir"), folders.state, QStringLiteral("--cache-dir"), folders.cache,
                          QStringLiteral("--log-dir"),   folders.log};
    if (!invocation.cloud.isEmpty())
        arguments << QStringLiteral("--os-cloud") << invocation.cloud;
    return arguments;
}

} // namespace

CLI::App *FeedCommand::declare(CLI::App &parent, Invocation &invocation)
{
    (void)invocation;
    auto *command = parent.add_subcommand("feed", "Everything that happens as lines of JSON, for windows and scripts");
    command->add_option("--builds", m_options.builds, "so many of the newest builds are told of; 0: all")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command
        ->add_option("--check-minutes", m_checkMinutes, "how often `check` looks after the consumers' images; 0: never")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    addExample(*command, "ssh builder imagebuilderd feed",
               "First the whole state, then each change, log line and progress of all builds, whichever process they "
               "run in, and\n"
               "a sign of life every 15 s. Requests are lines of JSON on standard input, each answered by its id. It "
               "takes no\n"
               "lock, and ends when its reader does; what was asked for goes on. Every line is described in\n"
               "man imagebuilderd-feed, and in schemas/feed.json.\n\n");
    return command;
}

Result<void> FeedCommand::prepare(Invocation &invocation)
{
    foundPlan(invocation);
    return {};
}

Task<Result<Answer>> FeedCommand::run(Running &running, std::stop_token stop)
{
    const std::chrono::duration<double, std::ratio<60>> checkEvery(m_checkMinutes);
    FeedSession session(running.backend, m_options, commonArguments(running.invocation),
                        std::chrono::duration_cast<milliseconds>(checkEvery));
    IB_CO_CHECK(co_await session.run(stop));
    co_return Answer{};
}

} // namespace imagebuilder::headless
