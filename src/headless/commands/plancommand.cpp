// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/plancommand.h"

#include "headless/commands/plantext.h"
#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"

namespace imagebuilder::headless {

CLI::App *PlanCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command =
        parent.add_subcommand("plan", "What a run of the plan (imagebuilder.yaml) would do; or check the plan");
    m_choice.declare(*command);
    command->add_flag("--if-changed", m_ifChanged, "of `build --if-changed`");
    m_check = textOption(*command, "--check", m_checked, "only say what is wrong in the plan, with line and column");
    m_check->expected(0, 1)->type_name("[FILE]");
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd plan --check imagebuilder.yaml", "It changes nothing anywhere.\n\n");
    return command;
}

Result<void> PlanCommand::prepare(Invocation &invocation)
{
    const bool named = m_check->count() > 0 && !m_checked.isEmpty();
    IB_TRY(m_file, named ? Result<QString>(m_checked) : m_choice.file(invocation));
    if (m_check->count() == 0) {
        IB_TRY(m_plan, m_choice.load(invocation));
    }
    return {};
}

Task<Result<Answer>> PlanCommand::run(Running &running, std::stop_token stop)
{
    if (m_check->count() == 0) {
        IB_CO_TRY(const auto forecast, co_await app::forecastPlan(running.backend, m_plan, m_ifChanged, stop));
        co_return forecastAnswer(m_file, forecast, running.backend.clock().now());
    }
    const auto &settings = running.invocation.settings;
    const auto clouds = app::knownClouds(settings);
    IB_CO_TRY(const auto reading, app::checkPlan(m_file, app::Plan::defaultsFor(settings), clouds));
    co_return checkAnswer(m_file, reading);
}

} // namespace imagebuilder::headless
