// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/doctorcommand.h"

#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"
#include "headless/options/foundplan.h"
#include "headless/options/runneroptions.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

namespace {

using FindingState = app::Finding::State;

Answer answerOf(const QList<app::Finding> &findings)
{
    Answer answer;
    QJsonArray list;
    QList<QStringList> rows{{"STATE", "ABOUT", "WHAT"}};
    for (const auto &finding : findings) {
        const auto text =
            finding.remedy.isEmpty() ? finding.text : finding.text + QStringLiteral(" → ") + finding.remedy;
        rows << QStringList{stateName(finding.state), finding.about, text};
        list.append(QJsonObject{{"state", stateName(finding.state)},
                                {"about", finding.about},
                                {"text", finding.text},
                                {"remedy", finding.remedy}});
        if (finding.state == FindingState::Failed)
            answer.code = ExitCode::Failed;
    }
    answer.text = shownTable(rows);
    answer.json = {{"findings", list}};
    return answer;
}

} // namespace

CLI::App *DoctorCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("doctor", "Look at this machine and the clouds, and say what to do");
    listOption(*command, "--upload-clouds", m_order.others,
               "the consumers, a comma list of clouds [the plan's, else all of clouds.yaml]")
        ->type_name("CLOUDS");
    addRunnerOptions(*command, invocation);
    addOutputOption(*command, invocation);
    addExample(*command, "imagebuilderd --os-cloud builder doctor --upload-clouds web,batch",
               "Nothing is changed anywhere. The exit code is 1 when anything failed; warnings leave it 0.\n\n");
    return command;
}

Result<void> DoctorCommand::prepare(Invocation &invocation)
{
    const auto plan = foundPlan(invocation);
    if (plan && m_order.others.isEmpty())
        m_order.others = plan->request.consumers;
    return {};
}

Task<Result<Answer>> DoctorCommand::run(Running &running, std::stop_token stop)
{
    auto order = m_order;
    order.cloud = running.invocation.cloud;
    const auto findings = co_await app::examine(running.backend, order, stop);
    co_return answerOf(findings);
}

} // namespace imagebuilder::headless
