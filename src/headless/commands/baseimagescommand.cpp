// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/baseimagescommand.h"

#include "headless/commands/baseimagesanswer.h"
#include "headless/options/commonoptions.h"

#include <CLI/CLI.hpp>

namespace imagebuilder::headless {

void BaseImagesCommand::addOptions(CLI::App &command, Invocation &invocation)
{
    m_choice.declare(command);
    addPlanOptions(command, m_said, PlanOptions::OfBaseImages);
    addOutputOption(command, invocation);
}

CLI::App *BaseImagesCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("base-images", "Base images in the cloud beside those of upstream");
    addOptions(*command, invocation);
    addExample(*command, "imagebuilderd --os-cloud builder base-images --arch x64 --prefix ci",
               "Without a plan, --arch is needed, and all four bases are meant. The serial is upstream's name of a\n"
               "release, \"unknown\" where its mirror does not tell.\n\n");
    m_refresh = command->add_subcommand("refresh", "Fetch and upload those that are stale or missing");
    addOptions(*m_refresh, invocation);
    addExample(*m_refresh, "imagebuilderd base-images refresh --plan imagebuilder.yaml --base noble");
    return command;
}

app::Backend::Access BaseImagesCommand::access() const
{
    return m_refresh->parsed() ? app::Backend::Access::ReadWrite : app::Backend::Access::ReadOnly;
}

Result<void> BaseImagesCommand::prepare(Invocation &invocation)
{
    IB_TRY(auto plan, m_choice.loadOrMake(invocation));
    IB_CHECK(takeSaid(m_said, plan, invocation.settings));
    m_order = {.cloud = plan.cloud, .releases = plan.bases, .archs = plan.archs, .prefix = plan.request.prefix};
    return {};
}

Task<Result<Answer>> BaseImagesCommand::run(Running &running, std::stop_token stop)
{
    if (m_refresh->parsed()) {
        IB_CO_TRY(const auto refreshed, co_await app::refreshBaseImages(running.backend, m_order, stop));
        co_return answerOf(refreshed);
    }
    IB_CO_TRY(const auto found, co_await app::listBaseImages(running.backend, m_order, stop));
    co_return answerOf(found, running.backend.clock().now());
}

} // namespace imagebuilder::headless
