// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/statuscommand.h"

#include "app/status.h"
#include "headless/options/commonoptions.h"
#include "headless/options/foundplan.h"
#include "headless/options/runneroptions.h"
#include "headless/output/amounts.h"
#include "headless/output/statusjson.h"
#include "headless/output/table.h"

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
    co_return Answer{.text = statusText(status, running.backend.clock().now()), .json = toJson(status)};
}

} // namespace imagebuilder::headless
