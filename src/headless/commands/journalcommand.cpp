// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/journalcommand.h"

#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"
#include "headless/output/buildjson.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

namespace {

Answer rebuildAnswer(const app::RebuildResult &result)
{
    QList<QStringList> rows{{"BUILD", "IMAGE", "STATE", "STARTED"}};
    QJsonArray list;
    for (const auto &build : result.restored) {
        const auto state = store::buildStateName(build.state);
        rows << QStringList{build.id, build.imageName, state, build.started.toString(Qt::ISODate)};
        list.append(QJsonObject{
            {"id", build.id}, {"image", build.imageName}, {"state", state}, {"started", toJson(build.started)}});
    }
    const auto text = QStringLiteral("Deployment %1: %2 builds read back from the clouds, %3 known before\n")
                          .arg(result.deployment)
                          .arg(result.restored.size())
                          .arg(result.known);
    return {.text = text.toUtf8() + (result.restored.isEmpty() ? QByteArray() : shownTable(rows)),
            .json = {{"deployment", result.deployment}, {"restored", list}, {"known", result.known}}};
}

} // namespace

CLI::App *JournalCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("journal", "The history of builds on this machine");
    command->require_subcommand(1);
    addExample(*command, "imagebuilderd --os-cloud builder journal rebuild --upload-clouds web,batch");
    auto *rebuild = command->add_subcommand("rebuild", "Read builds and deliveries back from what the clouds hold");
    rebuild->fallthrough();
    listOption(*rebuild, "--upload-clouds", m_order.others, "the consumers to look at, a comma list")
        ->type_name("CLOUDS");
    textOption(*rebuild, "--deployment", m_order.deployment, "whose images and VMs are ours [the journal's own]")
        ->type_name("UUID");
    addOutputOption(*rebuild, invocation);
    addExample(
        *rebuild, "imagebuilderd --os-cloud builder journal rebuild --upload-clouds web,batch",
        "After a lost or damaged journal. Nothing in a cloud is changed. Without --deployment, what belongs to\n"
        "another deployment is listed, never taken: two machines with one deployment delete each other's images.\n\n");
    return command;
}

Task<Result<Answer>> JournalCommand::run(Running &running, std::stop_token stop)
{
    auto order = m_order;
    order.cloud = running.invocation.cloud;
    IB_CO_TRY(const auto result, co_await app::rebuildJournal(running.backend, order, stop));
    co_return rebuildAnswer(result);
}

} // namespace imagebuilder::headless
