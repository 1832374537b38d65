// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/checkcommand.h"

#include "app/checkserved.h"
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
    case CheckedState::Lost:
        return QStringLiteral("lost");
    case CheckedState::Silent:
        return QStringLiteral("silent");
    }
    return {};
}

QString shownText(const app::Checked &checked)
{
    if (checked.state == CheckedState::Replaced)
        return QStringLiteral("%1; %2 takes its place").arg(checked.text, checked.replacement);
    if (checked.state == CheckedState::Lost)
        return QStringLiteral("%1, and no older one is good; build it anew").arg(checked.text);
    return checked.text;
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
                                {"text", checked.text}});
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
    command->add_flag("--dry-run", m_onlyLook, "only look; change nothing");
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd check",
               "One request per consumer, with its own credentials. Where the image is gone or not active, the newest\n"
               "good one of an earlier build in that project becomes current again.\n\n");
    return command;
}

app::Backend::Access CheckCommand::access() const
{
    return m_onlyLook ? app::Backend::Access::ReadOnly : app::Backend::Access::ReadWrite;
}

Task<Result<Answer>> CheckCommand::run(Running &running, std::stop_token stop)
{
    IB_CO_TRY(const auto checked, co_await app::checkServed(running.backend, m_onlyLook, stop));
    co_return answerOf(checked);
}

} // namespace imagebuilder::headless
