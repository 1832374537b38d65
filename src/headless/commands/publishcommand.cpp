// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/publishcommand.h"

#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"
#include "headless/output/buildjson.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

namespace {

/// One consumer's line; its error decides the exit code.
void add(Answer &answer, QList<QStringList> &rows, QJsonArray &list, const app::Published &image,
         const QString &consumer)
{
    const auto &outcome = image.outcome;
    const auto failed = outcome.failed.find(consumer);
    const bool lacks = failed != outcome.failed.end();
    const auto id = outcome.delivered.value(consumer);
    const auto way = lacks ? QString() : outcome.ways.value(consumer);
    rows << QStringList{image.imageName, consumer, lacks ? QStringLiteral("-") : id, lacks ? failed->message() : way};
    list.append(QJsonObject{{"image", image.imageName},
                            {"build", outcome.build},
                            {"consumer", consumer},
                            {"id", lacks ? QJsonValue() : QJsonValue(id)},
                            {"way", way},
                            {"error", lacks ? toJson(*failed).value(u"error") : QJsonValue()}});
    if (lacks)
        answer.code = exitCodeFor(failed->kind());
}

} // namespace

CLI::App *PublishCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("publish", "Give the newest good image to consumers that lack it; no build");
    textOption(*command, "IMAGE_NAME", m_order.imageName, "only this image [all]")->type_name("");
    listOption(*command, "--consumer", m_order.consumers,
               "clouds that shall have it, a comma list [those that the newest build did not reach]")
        ->type_name("CLOUDS");
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd --os-cloud builder publish ci-noble-x64 --consumer web");
    return command;
}

Task<Result<Answer>> PublishCommand::run(Running &running, std::stop_token stop)
{
    auto order = m_order;
    order.cloud = running.invocation.cloud;
    IB_CO_TRY(const auto published, co_await app::publishImages(running.backend, order, stop));
    Answer answer;
    QList<QStringList> rows{{"IMAGE", "CONSUMER", "ID", "HOW"}};
    QJsonArray list;
    for (const auto &image : published)
        for (const auto &consumer : image.consumers)
            add(answer, rows, list, image, consumer);
    answer.json = {{"published", list}};
    answer.text = list.isEmpty() ? QByteArray("Nobody lacks an image.\n") : shownTable(rows);
    co_return answer;
}

} // namespace imagebuilder::headless
