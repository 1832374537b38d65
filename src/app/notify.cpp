// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/notify.h"

#include "base/child.h"
#include "base/childoutput.h"
#include "base/json.h"

namespace imagebuilder::app {

namespace {

constexpr milliseconds notifyPatience = seconds(30);

QJsonObject errorJson(const Error &error)
{
    return {{"kind", errorKindName(error.kind())}, {"message", error.message()}};
}

QString eventName(const Result<BuildResult> &result)
{
    if (result)
        return QStringLiteral("build-succeeded");
    return result.error().kind() == ErrorKind::Cancelled ? QStringLiteral("build-cancelled")
                                                         : QStringLiteral("build-failed");
}

} // namespace

QJsonObject notificationOf(const BuildOrder &order, const QString &build, const Result<BuildResult> &result,
                           const QDateTime &now)
{
    QJsonArray images;
    QJsonArray failed;
    if (result) {
        const auto &outcome = result->outcome;
        for (const auto &[consumer, id] : outcome.delivered.asKeyValueRange())
            images.append(QJsonObject{{"consumer", consumer}, {"id", id}});
        for (const auto &[consumer, error] : outcome.failed.asKeyValueRange())
            failed.append(QJsonObject{{"consumer", consumer}, {"error", errorJson(error)}});
    }
    return {{"version", 1},
            {"event", eventName(result)},
            {"time", now.toUTC().toString(Qt::ISODate)},
            {"cloud", order.cloud},
            {"image", order.request.imageName},
            {"base", order.request.release.codename},
            {"arch", order.request.arch.name},
            {"trigger", order.trigger},
            {"build", result ? result->outcome.build : build},
            {"snapshot", result ? result->outcome.snapshotId : QString()},
            {"images", images},
            {"failed", failed},
            {"error", result ? QJsonValue() : QJsonValue(errorJson(result.error()))}};
}

Task<void> notify(Backend &backend, QJsonObject event)
{
    const auto command = backend.settings().notify;
    if (command.isEmpty())
        co_return;
    ChildCommand child{.program = QStringLiteral("/bin/sh"),
                       .arguments = {QStringLiteral("-c"), command},
                       .input = compactJson(event) + '\n',
                       .timeout = notifyPatience,
                       .onLine = {}};
    const auto ended = co_await runChild(std::move(child), {});
    QString problem;
    if (!ended)
        problem = ended.error().message();
    else if (ended->exitCode != 0)
        problem = QStringLiteral("exit code %1: %2")
                      .arg(ended->exitCode)
                      .arg(QString::fromUtf8(withoutControlCodes(ended->errors)).simplified());
    if (!problem.isEmpty())
        backend.tell({.step = QStringLiteral("notify"),
                      .kind = build::Event::Kind::Warning,
                      .text = QStringLiteral("the notify command failed: %1").arg(problem)});
}

} // namespace imagebuilder::app
