// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/gccommand.h"

#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"
#include "headless/output/buildjson.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

namespace {

QString stateOf(const app::Collected &item)
{
    if (item.removed)
        return QStringLiteral("deleted");
    if (!item.error.isEmpty())
        return QStringLiteral("failed: %1").arg(item.error);
    return item.leftover.ours ? QStringLiteral("ours") : QStringLiteral("another's, left alone");
}

Answer answerOf(const QList<app::Collected> &collected, bool remove)
{
    Answer answer;
    QJsonArray list;
    QList<QStringList> rows{{"CLOUD", "KIND", "NAME", "ID", "BUILD", "STATE", "WHY"}};
    bool pending = false;
    for (const auto &item : collected) {
        const auto &left = item.leftover;
        rows << QStringList{left.cloud, left.kind, left.name, left.id, left.build, stateOf(item), left.why};
        list.append(QJsonObject{{"cloud", left.cloud},
                                {"kind", left.kind},
                                {"name", left.name},
                                {"id", left.id},
                                {"build", left.build},
                                {"ours", left.ours},
                                {"why", left.why},
                                {"created", toJson(left.created)},
                                {"deleted", item.removed},
                                {"error", item.error}});
        pending = pending || (left.ours && !remove);
        if (!item.error.isEmpty())
            answer.code = ExitCode::Conflict;
    }
    answer.json = {{"leftovers", list}};
    answer.text = collected.isEmpty() ? QByteArray("Nothing is left over.\n") : shownTable(rows);
    if (pending)
        answer.text += "Nothing was deleted; --delete does that.\n";
    return answer;
}

} // namespace

CLI::App *GcCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command =
        parent.add_subcommand("gc", "List what interrupted builds left in a cloud; delete it with --delete");
    command->add_flag("--delete", m_order.remove, "delete what is ours");
    listOption(*command, "--upload-clouds", m_order.clouds, "look there, too, a comma list")->type_name("CLOUDS");
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd --os-cloud builder gc --upload-clouds web,batch --delete");
    return command;
}

Task<Result<Answer>> GcCommand::run(Running &running, std::stop_token stop)
{
    auto order = m_order;
    IB_CO_TRY(const auto name, running.backend.cloudName(running.invocation.cloud));
    order.clouds.removeAll(name);
    order.clouds.prepend(name);
    IB_CO_TRY(const auto collected, co_await app::collectLeftovers(running.backend, order, stop));
    co_return answerOf(collected, order.remove);
}

} // namespace imagebuilder::headless
