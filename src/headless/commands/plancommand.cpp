// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/plancommand.h"

#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

namespace {

Answer answerOf(const QString &file, const app::PlanReading &reading)
{
    QJsonArray mistakes;
    QStringList lines;
    for (const auto &mistake : reading.mistakes) {
        mistakes.append(QJsonObject{{"line", mistake.mark.line},
                                    {"column", mistake.mark.column},
                                    {"key", mistake.key},
                                    {"text", mistake.text}});
        lines << app::shownMistake(file, mistake);
    }
    QJsonArray images;
    if (reading.mistakes.isEmpty())
        for (const auto &order : app::ordersOf(reading.plan))
            images.append(order.request.imageName);
    const auto good = QStringLiteral("%1 is good: %2 images for %3 consumers")
                          .arg(file)
                          .arg(images.size())
                          .arg(reading.plan.request.consumers.size());
    return {.text = (lines.isEmpty() ? good : lines.join(u'\n')).toUtf8() + '\n',
            .json = {{"file", file}, {"mistakes", mistakes}, {"images", images}},
            .code = lines.isEmpty() ? ExitCode::Success : ExitCode::Config};
}

} // namespace

CLI::App *PlanCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("plan", "Check a plan (imagebuilder.yaml)");
    m_choice.declare(*command);
    textOption(*command, "--check", m_checked, "say everything that is wrong in the plan, with line and column")
        ->required()
        ->expected(0, 1)
        ->type_name("[FILE]");
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd plan --check imagebuilder.yaml");
    return command;
}

Task<Result<Answer>> PlanCommand::run(Running &running, std::stop_token)
{
    const auto &settings = running.invocation.settings;
    IB_CO_TRY(const auto file, m_checked.isEmpty() ? m_choice.file(running.invocation) : Result<QString>(m_checked));
    const auto clouds = app::knownClouds(settings);
    IB_CO_TRY(const auto reading, app::checkPlan(file, app::Plan::defaultsFor(settings), clouds));
    co_return answerOf(file, reading);
}

} // namespace imagebuilder::headless
