// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/hookcommand.h"

#include "app/unit/answeraction.h"
#include "app/unit/answerhook.h"
#include "headless/options/commonoptions.h"

#include <CLI/CLI.hpp>

namespace imagebuilder::headless {

CLI::App *HookCommand::declare(CLI::App &parent, Invocation &)
{
    auto *command = parent.add_subcommand("hook", "Answer an event of Juju; the charm's dispatch calls it");
    addExample(*command, "JUJU_DISPATCH_PATH=built ./dispatch",
               "It reads Juju's environment, and speaks with Juju through the hook tools. An event that it does not\n"
               "know ends with 0.\n\n");
    return command;
}

Result<void> HookCommand::prepare(Invocation &invocation)
{
    const auto &environment = invocation.settings.clouds.environment;
    IB_TRY(m_hook, juju::HookEnvironment::from(environment));
    m_places = app::UnitPlaces::of(environment);
    invocation.settings.folders = m_places.folders();
    return {};
}

Task<Result<Answer>> HookCommand::run(Running &running, std::stop_token stop)
{
    if (m_hook.kind == juju::HookEnvironment::Kind::Action) {
        IB_CO_CHECK(co_await app::answerAction(running.backend, m_hook, m_places, stop));
    } else {
        IB_CO_CHECK(co_await app::answerHook(running.backend, m_hook, m_places, stop));
    }
    co_return Answer();
}

} // namespace imagebuilder::headless
