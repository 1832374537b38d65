// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/explaintext.h"

#include "headless/output/buildjson.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

namespace {

using PresenceState = app::Presence::State;

QString presenceName(PresenceState state)
{
    return state == PresenceState::There  ? QStringLiteral("there")
           : state == PresenceState::Gone ? QStringLiteral("gone")
                                          : QStringLiteral("unknown");
}

QString isoText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

/// Aligned with its fellows: "Made by    build 3f0c …".
void addLine(QString &text, const QString &label, const QString &what)
{
    if (!what.isEmpty())
        text += QStringLiteral("%1 %2\n").arg(label, -11).arg(what);
}

QString buildLine(const app::BuildView &build)
{
    const auto &record = build.record;
    return QStringLiteral("build %1 of %2 (%3, %4) on %5, trigger %6, begun %7, %8")
        .arg(record.id, record.imageName, record.base, record.arch, record.cloud, record.trigger,
             isoText(record.started), build.stateName());
}

QString originLine(const app::Origin &origin)
{
    QStringList parts;
    const auto add = [&parts](const QString &what, const QString &value) {
        if (!value.isEmpty())
            parts << what.arg(value);
    };
    add(QStringLiteral("base image %1"), origin.baseImage);
    add(QStringLiteral("serial %1"), origin.baseSerial);
    add(QStringLiteral("SHA-256 %1"), origin.baseSha256);
    add(QStringLiteral("runner %1"), origin.runner);
    add(QStringLiteral("flavor %1"), origin.flavor);
    return parts.join(QStringLiteral(", "));
}

QString presenceLine(const app::Explanation &about)
{
    const auto &presence = about.presence;
    if (!presence.silence.isEmpty())
        return QStringLiteral("not known: %1").arg(presence.silence);
    if (presence.state != PresenceState::There)
        return presence.state == PresenceState::Gone ? QStringLiteral("gone from cloud %1").arg(about.cloud)
                                                     : QString();
    const auto where = QStringLiteral("%1 on cloud %2").arg(presence.status, about.cloud);
    return presence.imageState.isEmpty() ? where : where + QStringLiteral(", ") + presence.imageState;
}

QByteArray explainText(const app::Explanation &about)
{
    QString text;
    addLine(text, about.kind, about.name.isEmpty() ? about.id : QStringLiteral("%1 (%2)").arg(about.id, about.name));
    addLine(text, QStringLiteral("made by"), about.build ? buildLine(*about.build) : QString());
    addLine(text, QStringLiteral("made from"), originLine(about.origin));
    addLine(text, QStringLiteral("because"), about.origin.reason);
    for (const auto &each : about.deliveries)
        addLine(text, QStringLiteral("for"),
                QStringLiteral("%1: %2 %3")
                    .arg(each.consumer, each.state, each.error.isEmpty() ? each.imageId : each.error));
    for (const auto &each : about.shown)
        addLine(text, QStringLiteral("shown by"),
                QStringLiteral("%1 since %2, by %3").arg(each.consumer, isoText(each.changed), each.who));
    for (const auto &each : about.superseded)
        addLine(text, QStringLiteral("shown until"),
                QStringLiteral("%1 by %2, which got %3 by %4")
                    .arg(isoText(each.changed), each.consumer, each.imageId, each.who));
    for (const auto &each : about.decisions)
        addLine(text, each.verb, QStringLiteral("%1 by %2: %3").arg(isoText(each.time), each.who, each.outcome));
    addLine(text, QStringLiteral("now"), presenceLine(about));
    addLine(text, QStringLiteral("so"), about.fate);
    addLine(text, QStringLiteral("to mend it"), about.remedy);
    return text.toUtf8();
}

QJsonArray publicationsJson(const QList<store::PublicationRecord> &publications)
{
    QJsonArray list;
    for (const auto &each : publications)
        list.append(QJsonObject{{"consumer", each.consumer},
                                {"image", each.imageName},
                                {"id", each.imageId},
                                {"build", each.build},
                                {"who", each.who},
                                {"since", toJson(each.changed)}});
    return list;
}

QJsonArray decisionsJson(const QList<store::DecisionRecord> &decisions)
{
    QJsonArray list;
    for (const auto &each : decisions)
        list.append(QJsonObject{{"verb", each.verb},
                                {"who", each.who},
                                {"time", toJson(each.time)},
                                {"cloud", each.cloud},
                                {"id", each.imageId},
                                {"outcome", each.outcome}});
    return list;
}

QJsonObject explainJson(const app::Explanation &about)
{
    QJsonArray deliveries;
    for (const auto &each : about.deliveries)
        deliveries.append(QJsonObject{
            {"consumer", each.consumer}, {"id", each.imageId}, {"state", each.state}, {"error", each.error}});
    const auto &origin = about.origin;
    const auto &presence = about.presence;
    return {{"kind", about.kind},
            {"id", about.id},
            {"name", about.name},
            {"cloud", about.cloud},
            {"ours", about.ours},
            {"build", about.build ? QJsonValue(toJson(*about.build)) : QJsonValue()},
            {"origin", QJsonObject{{"base_image", origin.baseImage},
                                   {"base_serial", origin.baseSerial},
                                   {"base_sha256", origin.baseSha256},
                                   {"runner", origin.runner},
                                   {"flavor", origin.flavor},
                                   {"reason", origin.reason}}},
            {"deliveries", deliveries},
            {"shown", publicationsJson(about.shown)},
            {"superseded", publicationsJson(about.superseded)},
            {"decisions", decisionsJson(about.decisions)},
            {"now", QJsonObject{{"presence", presenceName(presence.state)},
                                {"status", presence.status},
                                {"image_state", presence.imageState},
                                {"deployment", presence.deployment},
                                {"no_answer", presence.silence}}},
            {"fate", about.fate},
            {"remedy", about.remedy}};
}

} // namespace

Answer explainAnswer(const app::Explanation &about)
{
    return {.text = explainText(about), .json = explainJson(about)};
}

} // namespace imagebuilder::headless
