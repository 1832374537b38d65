// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/feed/feedjson.h"

#include "headless/output/buildjson.h"
#include "headless/output/statusjson.h"

#include <QtCore/QJsonArray>
#include <QtCore/QSysInfo>

namespace imagebuilder::headless {

namespace {

namespace feed = app::feed;

QJsonObject eventJson(const feed::SnapshotBegins &event)
{
    return {{"event", "snapshot"}, {"deployment", event.deployment}};
}

QJsonObject eventJson(const feed::BuildTold &event)
{
    auto build = toJson(event.view);
    QJsonArray steps;
    for (const auto &step : event.steps)
        steps.append(QJsonObject{{"step", step.step},
                                 {"started", toJson(step.started)},
                                 {"ended", toJson(step.ended)},
                                 {"outcome", step.outcome}});
    build.insert("steps", steps);
    build.insert("consumers", event.consumers);
    build.insert("delivered", event.delivered);
    return {{"event", "build"}, {"build", build}};
}

QJsonObject eventJson(const feed::BuildForgotten &event)
{
    return {{"event", "forgotten"}, {"build", event.build}};
}

QJsonObject eventJson(const feed::StatusTold &event)
{
    return {{"event", "status"}, {"status", toJson(event.status)}};
}

QJsonObject eventJson(const feed::Ready &)
{
    return {{"event", "ready"}};
}

QJsonObject eventJson(const feed::LogLine &event)
{
    return {{"event", "log"}, {"build", event.build}, {"line", QString::fromUtf8(event.text)}, {"end", event.end}};
}

QJsonObject eventJson(const feed::TransferTold &event)
{
    QJsonObject json{{"event", "progress"}, {"build", event.build}, {"transfer", QJsonValue()}};
    if (event.state)
        json.insert("transfer", QJsonObject{{"step", event.state->step},
                                            {"what", event.state->what},
                                            {"done", event.state->done},
                                            {"total", event.state->total}});
    return json;
}

QJsonObject eventJson(const feed::Skipped &event)
{
    return {{"event", "skipped"}, {"build", event.build}, {"bytes", event.bytes}};
}

QJsonObject eventJson(const feed::Beat &event)
{
    return {{"event", "beat"}, {"time", toJson(event.time)}};
}

QJsonObject answerLine(const QString &id, const QString &state)
{
    return {{"event", "answer"}, {"id", id}, {"state", state}};
}

} // namespace

QJsonObject helloLine()
{
    return {{"event", "hello"},
            {"feed", feedVersion},
            {"program", IMAGEBUILDER_VERSION},
            {"host", QSysInfo::machineHostName()},
            {"who", app::Caller::current().name()}};
}

QJsonObject lineOf(const feed::Event &event)
{
    return std::visit([](const auto &each) { return eventJson(each); }, event);
}

QJsonObject acceptedLine(const QString &id, const QString &verb)
{
    auto line = answerLine(id, QStringLiteral("accepted"));
    line.insert("request", verb);
    return line;
}

QJsonObject doneLine(const QString &id, const QString &verb, int code, const QJsonObject &result)
{
    auto line = answerLine(id, QStringLiteral("done"));
    line.insert("request", verb);
    line.insert("code", code);
    line.insert("result", result);
    return line;
}

QJsonObject refusedLine(const QString &id, const Error &error)
{
    auto line = answerLine(id, QStringLiteral("refused"));
    line.insert("error", toJson(error).value(u"error"));
    return line;
}

} // namespace imagebuilder::headless
