// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/explaincommand.h"

#include "app/explain/explain.h"
#include "headless/commands/explaintext.h"
#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"

namespace imagebuilder::headless {

CLI::App *ExplainCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command =
        parent.add_subcommand("explain", "Where an image, a server or a build comes from, and what became of it");
    textOption(*command, "ID", m_id, "of an image, a server or anything else in a cloud, or of a build")
        ->required()
        ->type_name("");
    addOutputOption(*command, invocation);
    addExample(
        *command, "imagebuilderd explain 6a1f8c52-0f0e-4d6c-9a58-0c2f3a9d6b11",
        "Which build made it and from what, which consumers show it since when, what became of it and by whom, and\n"
        "the command that mends it. What the journal does not know is asked of every cloud in clouds.yaml.\n\n");
    return command;
}

Task<Result<Answer>> ExplainCommand::run(Running &running, std::stop_token stop)
{
    IB_CO_TRY(const auto about, co_await app::explain(running.backend, m_id, stop));
    co_return explainAnswer(about);
}

} // namespace imagebuilder::headless
