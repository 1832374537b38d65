// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/statuscommand.h"

#include "app/status.h"
#include "headless/options/commonoptions.h"
#include "headless/options/foundplan.h"
#include "headless/options/runneroptions.h"
#include "headless/output/amounts.h"
#include "headless/output/buildjson.h"
#include "headless/output/clockjson.h"
#include "headless/output/schedulejson.h"
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
    QList<QStringList> served{{"IMAGE", "CONSUMER", "ID", "BASE", "RUNNER", "BUILD", "AGE"}};
    for (const auto &each : status.served)
        served << QStringList{each.image,
                              each.consumer,
                              each.id,
                              each.base,
                              each.runner.isEmpty() ? QStringLiteral("-") : each.runner,
                              each.build,
                              age(each.since, now)};
    text += status.served.isEmpty() ? QByteArray("Nothing is served yet.\n") : shownTable(served);
    QList<QStringList> running{{"BUILD", "IMAGE", "STATE", "STEP", "FOR"}};
    for (const auto &each : status.underWay) {
        const auto &record = each.build.record;
        running << QStringList{record.id, record.imageName, each.build.stateName(), record.step,
                               age(each.stepSince, now)};
    }
    text += status.underWay.isEmpty() ? QByteArray("\nNothing is being built.\n") : '\n' + shownTable(running);
    if (status.nextRun.isValid())
        text += QStringLiteral("\nThe next run is due at %1, in %2.\n")
                    .arg(status.nextRun.toUTC().toString(Qt::ISODate),
                         shownDuration(milliseconds(now.msecsTo(status.nextRun))))
                    .toUtf8();
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
                                  {"runner", each.runner},
                                  {"runner_pinned", each.pinned},
                                  {"since", toJson(each.since)}});
    QJsonArray running;
    for (const auto &each : status.underWay)
        running.append(QJsonObject{{"build", toJson(each.build)}, {"step_since", toJson(each.stepSince)}});
    QJsonArray troubles;
    for (const auto &trouble : status.troubles)
        troubles.append(QJsonObject{{"text", trouble.text}, {"remedy", trouble.remedy}});
    QJsonArray bases;
    for (const auto &each : status.bases)
        bases.append(QJsonObject{{"cloud", each.cloud}, {"name", each.name}, {"since", toJson(each.since)}});
    return {{"served", served},
            {"running", running},
            {"troubles", troubles},
            {"base_images", bases},
            {"leftovers", status.leftovers},
            {"next_run", toJson(status.nextRun)},
            {"schedule", toJson(status.schedule)},
            {"runner_clock", clockJson(status.runners)}};
}

} // namespace

CLI::App *StatusCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("status", "One screen: what is served, what runs, what is wrong");
    addRunnerOptions(*command, invocation);
    addOutputOption(*command, invocation);
    addExample(
        *command, "imagebuilderd status --output json",
        "It reads the journal, so it is quick and works while clouds are down; `doctor` asks the clouds. Once an hour\n"
        "it asks which runners were released, ten seconds at most.\n\n");
    return command;
}

Result<void> StatusCommand::prepare(Invocation &invocation)
{
    foundPlan(invocation);
    return {};
}

Task<Result<Answer>> StatusCommand::run(Running &running, std::stop_token stop)
{
    IB_CO_TRY(const auto status, co_await app::statusWithRunners(running.backend, stop));
    co_return Answer{.text = statusText(status, running.backend.clock().now()), .json = statusJson(status)};
}

} // namespace imagebuilder::headless
