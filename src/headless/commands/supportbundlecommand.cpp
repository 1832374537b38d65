// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/supportbundlecommand.h"

#include "app/bundle/supportbundle.h"
#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"
#include "headless/options/foundplan.h"
#include "headless/options/runneroptions.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

CLI::App *SupportBundleCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("support-bundle", "Pack for people who help what they want to know");
    textOption(*command, "FILE", m_file, "what to write: ends in .tar.xz or .zip")->required()->type_name("");
    listOption(*command, "--upload-clouds", m_order.others,
               "the consumers, a comma list of clouds [the plan's, else all of clouds.yaml]")
        ->type_name("CLOUDS");
    addRunnerOptions(*command, invocation);
    addOutputOption(*command, invocation);
    addExample(
        *command, "imagebuilderd support-bundle imagebuilder.tar.xz",
        "Versions, clouds.yaml and plan without secrets, the newest builds, the ends of logs, doctor's findings.\n"
        "Look into it before you hand it on: your own script may have printed what only you know.\n\n");
    return command;
}

Result<void> SupportBundleCommand::prepare(Invocation &invocation)
{
    if (!m_file.endsWith(u".tar.xz") && !m_file.endsWith(u".zip"))
        return failure(ErrorKind::Usage, QStringLiteral("%1 ends neither in .tar.xz nor in .zip").arg(m_file));
    const auto plan = foundPlan(invocation);
    if (plan && m_order.others.isEmpty())
        m_order.others = plan->request.consumers;
    return {};
}

Task<Result<Answer>> SupportBundleCommand::run(Running &running, std::stop_token stop)
{
    auto order = m_order;
    order.cloud = running.invocation.cloud;
    IB_CO_TRY(const auto bundle, co_await app::makeSupportBundle(running.backend, m_file, order, stop));
    auto text =
        QStringLiteral("%1: %2 files, without any secret that is known\n").arg(bundle.file).arg(bundle.names.size());
    for (const auto &missing : bundle.missing)
        text += QStringLiteral("  left out: %1\n").arg(missing);
    co_return Answer{.text = text.toUtf8(),
                     .json = {{"file", bundle.file},
                              {"files", QJsonArray::fromStringList(bundle.names)},
                              {"missing", QJsonArray::fromStringList(bundle.missing)}}};
}

} // namespace imagebuilder::headless
