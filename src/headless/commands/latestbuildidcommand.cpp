// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/latestbuildidcommand.h"

#include "app/latestimage.h"
#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"
#include "headless/output/buildjson.h"

namespace imagebuilder::headless {

CLI::App *LatestBuildIdCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("latest-build-id", "Print the id of the newest image of a name, or nothing");
    textOption(*command, "IMAGE_NAME", m_imageName, "exact name of the image")->required()->type_name("");
    command->add_flag("--any-status", m_anyStatus, "count images that are not active, too");
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd --os-cloud web latest-build-id ci-noble-x64");
    return command;
}

Task<Result<Answer>> LatestBuildIdCommand::run(Running &running, std::stop_token stop)
{
    const auto &cloud = running.invocation.cloud;
    const auto which = m_anyStatus ? app::Latest::Any : app::Latest::Published;
    IB_CO_TRY(const auto image, co_await app::latestImage(running.backend, cloud, m_imageName, which, stop));
    if (!image)
        co_return Answer{.json = {{"id", QJsonValue()}, {"name", m_imageName}}};
    co_return Answer{.text = image->id.toUtf8(),
                     .json = {{"id", image->id},
                              {"name", image->name},
                              {"status", image->status},
                              {"created", toJson(image->created)},
                              {"size", image->size}}};
}

} // namespace imagebuilder::headless
