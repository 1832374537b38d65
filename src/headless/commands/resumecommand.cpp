// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/resumecommand.h"

#include "app/schedule/schedulestate.h"
#include "headless/options/commonoptions.h"
#include "headless/output/schedulejson.h"

#include <CLI/CLI.hpp>

namespace imagebuilder::headless {

CLI::App *ResumeCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("resume", "Let the schedule build again, after `pause` or too many failures");
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd resume",
               "Images that failed runs had slowed to one attempt a day are built by the next scheduled run, too.\n\n");
    return command;
}

Task<Result<Answer>> ResumeCommand::run(Running &running, std::stop_token)
{
    IB_CO_TRY(auto *const journal, running.backend.journal());
    IB_CO_TRY(const auto before, app::scheduleState(*journal));
    IB_CO_TRY(const auto pause, app::resumeSchedule(*journal, app::Caller::current().name()));
    QByteArray text = pause ? "The schedule runs again; " + app::pauseText(*pause).toUtf8() + '\n'
                            : QByteArray("The schedule was not paused.\n");
    for (const auto &streak : before.slowed)
        text += "Built again by the next scheduled run: " + streak.image.toUtf8() + '\n';
    co_return Answer{.text = text,
                     .json = {{"was_paused", pause ? QJsonValue(toJson(*pause)) : QJsonValue()},
                              {"were_slowed", toJson(before.slowed)}}};
}

} // namespace imagebuilder::headless
