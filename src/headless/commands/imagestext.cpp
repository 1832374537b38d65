// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/imagestext.h"

#include "build/properties.h"
#include "headless/output/amounts.h"
#include "headless/output/buildjson.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

namespace {

QString orDash(const QString &text)
{
    return text.isEmpty() ? QStringLiteral("-") : text;
}

/// "3 d", "5 h", "20 min".
QString shownAge(const QDateTime &created, const QDateTime &now)
{
    constexpr qint64 hour = 3600;
    const auto age = std::max<qint64>(0, created.secsTo(now));
    if (age >= 48 * hour)
        return QStringLiteral("%1 d").arg(age / (24 * hour));
    return age >= 2 * hour ? QStringLiteral("%1 h").arg(age / hour) : QStringLiteral("%1 min").arg(age / 60);
}

QJsonObject revisionJson(const app::Revisions &revisions, const app::Revision &revision)
{
    const auto &image = revision.image;
    const auto property = [&image](const QString &name) {
        const auto value = image.properties.value(name);
        return value.isEmpty() ? QJsonValue() : QJsonValue(value);
    };
    return {{"name", image.name},
            {"cloud", revisions.placeOf(revision).name},
            {"id", image.id},
            {"status", image.status},
            {"state", revision.state.isEmpty() ? QJsonValue() : QJsonValue(revision.state)},
            {"created", toJson(image.created)},
            {"size", image.size},
            {"build", revision.build.isEmpty() ? QJsonValue() : QJsonValue(revision.build)},
            {"base", property(build::property::base)},
            {"arch", property(build::property::arch)},
            {"base_sha256", property(build::property::sha256)},
            {"base_serial", property(QStringLiteral("imagebuilder:base-serial"))},
            {"runner", property(build::property::runner)},
            {"published_to", QJsonArray::fromStringList(revision.publishedTo)}};
}

} // namespace

Answer revisionsAnswer(const app::Revisions &revisions, const QDateTime &now)
{
    Answer answer;
    QList<QStringList> rows{{"IMAGE", "CLOUD", "ID", "STATE", "STATUS", "AGE", "SIZE", "RUNNER", "BUILD", "SHOWN BY"}};
    QJsonArray list;
    for (const auto &revision : revisions.list) {
        const auto &image = revision.image;
        rows << QStringList{image.name,
                            revisions.placeOf(revision).name,
                            image.id,
                            orDash(revision.state),
                            image.status,
                            shownAge(image.created, now),
                            shownBytes(image.size),
                            orDash(image.properties.value(build::property::runner)),
                            orDash(revision.build),
                            orDash(revision.publishedTo.join(u','))};
        list.append(revisionJson(revisions, revision));
    }
    answer.text = revisions.list.isEmpty() ? QByteArray("There is no image of ours yet.\n") : shownTable(rows);
    QJsonArray failed;
    for (const auto &[cloud, error] : revisions.places.failed.asKeyValueRange()) {
        answer.text += QStringLiteral("Cloud %1 could not be asked: %2\n").arg(cloud, error.message()).toUtf8();
        failed.append(QJsonObject{{"cloud", cloud}, {"error", toJson(error).value(u"error")}});
        answer.code = ExitCode::Unavailable;
    }
    answer.json = {{"images", list}, {"failed", failed}};
    return answer;
}

Answer changesAnswer(const QList<app::ImageChanges> &changes)
{
    Answer answer;
    QJsonArray builds;
    for (const auto &each : changes) {
        QJsonArray list;
        answer.text += QStringLiteral("%1, build %2:\n").arg(each.imageName, each.build).toUtf8();
        for (const auto &change : each.list) {
            const auto what = change.error.isEmpty() ? change.state : QStringLiteral("not done: %1").arg(change.error);
            answer.text += QStringLiteral("  %1 %2: %3\n").arg(change.cloud, orDash(change.imageId), what).toUtf8();
            list.append(QJsonObject{{"cloud", change.cloud},
                                    {"id", change.imageId.isEmpty() ? QJsonValue() : QJsonValue(change.imageId)},
                                    {"state", change.state.isEmpty() ? QJsonValue() : QJsonValue(change.state)},
                                    {"error", change.error}});
        }
        builds.append(QJsonObject{{"name", each.imageName}, {"build", each.build}, {"changes", list}});
        if (!each.whole())
            answer.code = ExitCode::Conflict;
    }
    if (changes.isEmpty())
        answer.text = "Nothing is due.\n";
    answer.json = {{"changed", builds}};
    return answer;
}

Answer pruneAnswer(const QList<app::PruneItem> &items, bool dryRun)
{
    Answer answer;
    QJsonArray list;
    QList<QStringList> rows{{"IMAGE", "CLOUD", "ID", "CREATED", "WHAT", "WHY"}};
    for (const auto &item : items) {
        const auto fate = item.removed ? QStringLiteral("deleted")
                          : item.prune ? QStringLiteral("goes")
                                       : QStringLiteral("stays");
        const auto what = item.error.isEmpty() ? fate : QStringLiteral("failed");
        rows << QStringList{orDash(item.image.name),
                            item.cloud,
                            orDash(item.image.id),
                            orDash(item.image.created.toString(Qt::ISODate)),
                            what,
                            item.error.isEmpty() ? item.why : item.error};
        list.append(QJsonObject{{"cloud", item.cloud},
                                {"name", item.image.name},
                                {"id", item.image.id},
                                {"build", item.image.properties.value(build::property::build)},
                                {"created", toJson(item.image.created)},
                                {"prune", item.prune},
                                {"why", item.why},
                                {"deleted", item.removed},
                                {"error", item.error}});
        if (!item.error.isEmpty())
            answer.code = ExitCode::Conflict;
    }
    answer.text = items.isEmpty() ? QByteArray("There is no image of ours yet.\n") : shownTable(rows);
    if (dryRun)
        answer.text += "Nothing was deleted.\n";
    answer.json = {{"images", list}, {"dry_run", dryRun}};
    return answer;
}

} // namespace imagebuilder::headless
