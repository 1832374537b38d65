// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/checkcommand.h"

#include "app/checkserved.h"
#include "app/deliveragain.h"
#include "headless/options/commonoptions.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

#include <CLI/CLI.hpp>

namespace imagebuilder::headless {

namespace {

using CheckedState = app::Checked::State;

QString nameOf(CheckedState state)
{
    switch (state) {
    case CheckedState::Good:
        return QStringLiteral("good");
    case CheckedState::Replaced:
        return QStringLiteral("replaced");
    case CheckedState::Delivered:
        return QStringLiteral("delivered");
    case CheckedState::Built:
        return QStringLiteral("built");
    case CheckedState::Lost:
        return QStringLiteral("lost");
    case CheckedState::Silent:
        return QStringLiteral("silent");
    }
    return {};
}

QString shownText(const app::Checked &checked)
{
    const auto id = checked.replacement.isEmpty() ? QStringLiteral("a copy") : checked.replacement;
    switch (checked.state) {
    case CheckedState::Replaced:
        return QStringLiteral("%1; %2 takes its place").arg(checked.text, id);
    case CheckedState::Delivered:
    case CheckedState::Built:
        return QStringLiteral("%1; %2 of build %3 takes its place").arg(checked.text, id, checked.from);
    case CheckedState::Lost:
        return QStringLiteral("%1%2; mend it with: %3")
            .arg(checked.text, checked.needsBuild ? QStringLiteral(", and no good one is left anywhere") : QString(),
                 checked.remedy);
    default:
        return checked.text;
    }
}

ExitCode codeOf(CheckedState state)
{
    if (state == CheckedState::Lost)
        return ExitCode::NotFound;
    return state == CheckedState::Silent ? ExitCode::Unavailable : ExitCode::Success;
}

Answer answerOf(const QList<app::Checked> &all)
{
    Answer answer;
    QJsonArray list;
    QList<QStringList> rows{{"STATE", "IMAGE", "CONSUMER", "ID", "WHAT"}};
    for (const auto &checked : all) {
        const auto &served = checked.served;
        rows << QStringList{nameOf(checked.state), served.image, served.consumer, served.id, shownText(checked)};
        list.append(QJsonObject{{"state", nameOf(checked.state)},
                                {"image", served.image},
                                {"consumer", served.consumer},
                                {"id", served.id},
                                {"replacement", checked.replacement},
                                {"from", checked.from},
                                {"text", checked.text},
                                {"remedy", checked.remedy}});
        if (answer.code == ExitCode::Success)
            answer.code = codeOf(checked.state);
    }
    answer.text = all.isEmpty() ? QByteArray("Nothing is served yet.\n") : shownTable(rows);
    answer.json = {{"checked", list}};
    return answer;
}

} // namespace

CLI::App *CheckCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("check", "See whether every consumer still has its image, and mend it");
    auto *onlyLook = command->add_flag("--dry-run", m_onlyLook, "only look; change nothing");
    command->add_flag("--build", m_build, "build what nothing else can mend, as the plan says")->excludes(onlyLook);
    m_choice.declareFile(*command);
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd check",
               "One request per consumer, with its own credentials. Where the image is gone or not active, the newest\n"
               "good one of an earlier build in that project becomes current again; where there is none, the build\n"
               "cloud's is delivered once more; where that is gone, too, the command that builds it is named, or\n"
               "given with --build. The exit code is 0 when all have an image in the end, 5 when one has none, and\n"
               "8 when a cloud did not answer.\n\n");
    return command;
}

Result<void> CheckCommand::prepare(Invocation &invocation)
{
    if (!m_build)
        return {};
    IB_TRY(const auto plan, m_choice.loadToBuild(invocation));
    m_orders = app::ordersOf(plan);
    return {};
}

app::Backend::Access CheckCommand::access() const
{
    return m_onlyLook ? app::Backend::Access::ReadOnly : app::Backend::Access::ReadWrite;
}

Task<Result<Answer>> CheckCommand::run(Running &running, std::stop_token stop)
{
    IB_CO_TRY(auto checked, co_await app::checkServed(running.backend, m_onlyLook, stop));
    if (m_build)
        checked = co_await app::buildLost(running.backend, checked, m_orders, stop);
    co_return answerOf(checked);
}

} // namespace imagebuilder::headless
