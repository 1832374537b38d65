// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/statuscommand.h"

#include "app/status.h"
#include "headless/options/commonoptions.h"
#include "headless/output/amounts.h"
#include "headless/output/buildjson.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>

namespace imagebuilder::headless {

namespace {

QString age(const QDateTime &since, const QDateTime &now)
{
    return since.isValid() ? shownDuration(milliseconds(since.msecsTo(now))) : QStringLiteral("-");
}

QByteArray statusText(const app::Status &status, const QDateTime &now)
{
    QByteArray text;
    QList<QStringList> served{{"IMAGE", "CONSUMER", "ID", "BUILD", "AGE"}};
    for (const auto &each : status.served)
        served << QStringList{each.image, each.consumer, each.id, each.build, age(each.since, now)};
    text += status.served.isEmpty() ? QByteArray("Nothing is served yet.\n") : shownTable(served);
    QList<QStringList> running{{"BUILD", "IMAGE", "STATE", "STEP", "FOR"}};
    for (const auto &each : status.underWay) {
        const auto &record = each.build.record;
        running << QStringList{record.id, record.imageName, each.build.stateName(), record.step,
                               age(each.stepSince, now)};
    }
    text += status.underWay.isEmpty() ? QByteArray("\nNothing is being built.\n") : '\n' + shownTable(running);
    text += status.troubles.isEmpty() ? "\nNothing is wrong.\n" : "\nWrong:\n";
    for (const auto &trouble : status.troubles)
        text += QStringLiteral("  %1\n    → %2\n").arg(trouble.text, trouble.remedy).toUtf8();
    return text;
}

QJsonObject statusJson(const app::Status &status)
{
    QJsonArray served;
    for (const auto &each : status.served)
        served.append(QJsonObject{{"image", each.image},
                                  {"consumer", each.consumer},
                                  {"id", each.id},
                                  {"build", each.build},
                                  {"base", each.base},
                                  {"arch", each.arch},
                                  {"since", toJson(each.since)}});
    QJsonArray running;
    for (const auto &each : status.underWay)
        running.append(QJsonObject{{"build", toJson(each.build)}, {"step_since", toJson(each.stepSince)}});
    QJsonArray troubles;
    for (const auto &trouble : status.troubles)
        troubles.append(QJsonObject{{"text", trouble.text}, {"remedy", trouble.remedy}});
    return {{"served", served}, {"running", running}, {"troubles", troubles}};
}

} // namespace

CLI::App *StatusCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("status", "One screen: what is served, what runs, what is wrong");
    addOutputOption(*command, invocation);
    addExample(
        *command, "imagebuilderd status --output json",
        "It reads the journal alone, so it is quick and works while clouds are down; `doctor` asks the clouds.\n\n");
    return command;
}

Task<Result<Answer>> StatusCommand::run(Running &running, std::stop_token)
{
    IB_CO_TRY(const auto status, app::status(running.backend));
    co_return Answer{.text = statusText(status, running.backend.clock().now()), .json = statusJson(status)};
}

} // namespace imagebuilder::headless
