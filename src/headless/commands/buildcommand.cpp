// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/buildcommand.h"

#include "app/buildmany.h"
#include "app/metrics/metrics.h"
#include "app/schedule/admission.h"
#include "headless/options/afterrunoptions.h"
#include "headless/options/binding.h"
#include "headless/options/commonoptions.h"
#include "headless/output/buildjson.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

namespace {

QString stateOf(const app::ManyResult &each)
{
    if (!each.result)
        return each.result.error().kind() == ErrorKind::Cancelled ? QStringLiteral("cancelled")
                                                                  : QStringLiteral("failed");
    return each.result->outcome.failed.isEmpty() ? QStringLiteral("built") : QStringLiteral("built for some");
}

void addRows(QList<QStringList> &rows, const app::ManyResult &each)
{
    const auto name = each.order.request.imageName;
    const auto state = each.joined ? stateOf(each) + QStringLiteral(" (by another process)") : stateOf(each);
    const auto none = QStringLiteral("-");
    if (!each.result) {
        rows << QStringList{name, none, state, none, each.result.error().message()};
        return;
    }
    const auto &outcome = each.result->outcome;
    if (each.order.request.consumers.isEmpty())
        rows << QStringList{name, outcome.build, state, none, outcome.snapshotId};
    for (const auto &consumer : each.order.request.consumers) {
        const auto error = outcome.failed.find(consumer);
        const bool served = error == outcome.failed.end();
        rows << QStringList{name, outcome.build, state, consumer,
                            served ? outcome.delivered.value(consumer)
                                   : QStringLiteral("no image: ") + error->message()};
    }
}

QJsonObject buildJson(const app::ManyResult &each)
{
    QJsonObject json{{"image", each.order.request.imageName}, {"state", stateOf(each)}, {"joined", each.joined}};
    if (!each.result)
        return json.insert("error", toJson(each.result.error()).value(u"error")), json;
    const auto &outcome = each.result->outcome;
    QJsonArray images;
    QJsonArray failed;
    for (const auto &[consumer, id] : outcome.delivered.asKeyValueRange())
        images.append(QJsonObject{{"consumer", consumer}, {"id", id}});
    for (const auto &[consumer, error] : outcome.failed.asKeyValueRange())
        failed.append(QJsonObject{{"consumer", consumer}, {"error", toJson(error).value(u"error")}});
    json.insert("build", outcome.build);
    json.insert("reason", each.order.request.reason);
    json.insert("snapshot", outcome.snapshotId);
    json.insert("resumed", each.result->resumed);
    json.insert("images", images);
    json.insert("failed", failed);
    return json;
}

/// Everybody was served, or the first thing that went wrong.
ExitCode codeOf(const app::ManyResult &each)
{
    if (!each.result)
        return exitCodeFor(each.result.error().kind());
    const auto &failed = each.result->outcome.failed;
    return failed.isEmpty() ? ExitCode::Success : exitCodeFor(failed.first().kind());
}

void addHeld(QList<QStringList> &rows, QJsonArray &builds, const app::HeldBack &held)
{
    const auto name = held.order.request.imageName;
    const auto state = held.why == app::HeldBack::Why::Paused ? QStringLiteral("paused") : QStringLiteral("slowed");
    const auto next =
        held.next.isValid() ? QStringLiteral("; next at %1").arg(held.next.toUTC().toString(Qt::ISODate)) : QString();
    rows << QStringList{name, QStringLiteral("-"), state, QStringLiteral("-"), held.reason + next};
    builds.append(QJsonObject{{"image", name}, {"state", state}, {"reason", held.reason}, {"next", toJson(held.next)}});
}

Answer answerOf(const QList<app::HeldBack> &held, const QList<app::Sifted::Unchanged> &unchanged,
                const QList<app::ManyResult> &results)
{
    Answer answer;
    QJsonArray builds;
    QList<QStringList> rows{{"IMAGE", "BUILD", "STATE", "CONSUMER", "ID OR REASON"}};
    for (const auto &each : held)
        addHeld(rows, builds, each);
    for (const auto &[order, reason] : unchanged) {
        const auto state = QStringLiteral("unchanged");
        rows << QStringList{order.request.imageName, QStringLiteral("-"), state, QStringLiteral("-"), reason};
        builds.append(QJsonObject{{"image", order.request.imageName}, {"state", state}, {"reason", reason}});
    }
    for (const auto &each : results) {
        addRows(rows, each);
        builds.append(buildJson(each));
        if (answer.code == ExitCode::Success)
            answer.code = codeOf(each);
    }
    answer.text = shownTable(rows);
    answer.json = {{"builds", builds}};
    return answer;
}

} // namespace

CLI::App *BuildCommand::declare(CLI::App &parent, Invocation &invocation)
{
    auto *command = parent.add_subcommand("build", "Build and deliver what a plan wants, all at once as quota allows");
    m_choice.declare(*command);
    command->add_flag("--if-changed", m_ifChanged,
                      "only what is not what would be built now: base image, user-data, runner, script, max-age");
    command->add_flag("--scheduled", m_scheduled,
                      "for cron and timers: nothing while paused, once a day what failed five times in a row");
    addAfterRunOptions(*command, invocation);
    addOutputOption(*command, invocation);
    addExample(
        *command, "imagebuilderd build --plan imagebuilder.yaml --base noble",
        "Of several builds as many run at once as the quota has room for. What another process builds already is\n"
        "waited for. The exit code is 0 when every consumer of every image was served, else that of the first thing\n"
        "that went wrong.\n"
        "`build --scheduled` may be called every hour: it builds nothing while `pause` holds, and says until when it\n"
        "leaves alone what failed five times in a row.\n\n");
    return command;
}

Result<void> BuildCommand::prepare(Invocation &invocation)
{
    IB_TRY(const auto plan, m_choice.loadToBuild(invocation));
    m_orders = app::ordersOf(plan);
    m_rule = plan.freshness;
    return {};
}

Task<Result<Answer>> BuildCommand::run(Running &running, std::stop_token stop)
{
    app::Admission admission{.admitted = m_orders, .held = {}};
    if (m_scheduled) {
        IB_CO_TRY(admission, co_await app::admitScheduled(running.backend, m_orders, stop));
    }
    app::Sifted sifted{.changed = admission.admitted, .unchanged = {}};
    if (m_ifChanged)
        sifted = co_await app::siftByFreshness(running.backend, admission.admitted, m_rule, stop);
    if (!m_scheduled)
        IB_CO_CHECK(app::noteOrderedByHand(running.backend, sifted.changed, app::Caller::current().name()));
    const auto results = co_await app::buildMany(running.backend, sifted.changed, stop);
    co_await app::writeMetrics(running.backend, m_orders.value(0).cloud, stop);
    co_return answerOf(admission.held, sifted.unchanged, results);
}

} // namespace imagebuilder::headless
