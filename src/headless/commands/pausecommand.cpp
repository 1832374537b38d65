// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/pausecommand.h"

#include "app/schedule/pause.h"
#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"
#include "headless/output/schedulejson.h"

namespace imagebuilder::headless {

CLI::App *PauseCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("pause", "Let the schedule build nothing until `resume`");
    textOption(*command, "--why", m_why, "the reason, for those who see it in `status`")->type_name("TEXT");
    addOutputOption(*command, invocation);
    addExample(
        *command, "imagebuilderd pause --why 'Glance is being moved'",
        "Who paused, when and why stands in the journal and in `status`. What runs goes on, and what a person asks\n"
        "for (`build`, `run`) is built; `build --scheduled` builds nothing.\n\n");
    return command;
}

Task<Result<Answer>> PauseCommand::run(Running &running, std::stop_token)
{
    IB_CO_TRY(auto *const journal, running.backend.journal());
    IB_CO_TRY(const auto pause, app::pauseSchedule(*journal, app::Caller::current().name(), m_why));
    co_return Answer{.text = app::pauseText(pause).toUtf8() + '\n', .json = {{"paused", toJson(pause)}}};
}

} // namespace imagebuilder::headless
