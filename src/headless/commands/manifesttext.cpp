// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/commands/manifesttext.h"

#include "headless/output/amounts.h"
#include "headless/output/table.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::headless {

namespace {

QByteArray fact(const char *name, const QString &value)
{
    return value.isEmpty() ? QByteArray() : QByteArray(name).leftJustified(16) + value.toUtf8() + '\n';
}

QString shownFact(const QString &kind, const QString &value)
{
    if (value.isEmpty() || value == u"0")
        return QStringLiteral("none");
    return kind == u"size" ? shownBytes(value.toLongLong()) : value;
}

QByteArray section(const char *title, const QList<app::SoftwareChange> &changes)
{
    if (changes.isEmpty())
        return {};
    QList<QStringList> rows{{"KIND", "NAME", "VERSION"}};
    for (const auto &each : changes) {
        const bool both = !each.before.isEmpty() && !each.after.isEmpty();
        rows << QStringList{each.kind, each.name,
                            both ? QStringLiteral("%1 → %2").arg(each.before, each.after) : each.before + each.after};
    }
    return '\n' + QStringLiteral("%1: %2\n").arg(QLatin1StringView(title)).arg(changes.size()).toUtf8() +
           shownTable(rows);
}

QJsonArray changesJson(const QList<app::SoftwareChange> &changes)
{
    QJsonArray list;
    for (const auto &each : changes)
        list.append(
            QJsonObject{{"kind", each.kind}, {"name", each.name}, {"before", each.before}, {"after", each.after}});
    return list;
}

} // namespace

Answer manifestAnswer(const build::Manifest &manifest)
{
    Answer answer{.json = toJson(manifest)};
    answer.text = fact("Build", manifest.build) + fact("Image", manifest.imageName) + fact("Base", manifest.base) +
                  fact("Architecture", manifest.arch) + fact("Base serial", manifest.baseSerial) +
                  fact("Base SHA-256", manifest.baseSha256) + fact("Kernel", manifest.kernel) +
                  fact("Runner", manifest.runner) + fact("Runner SHA-256", manifest.runnerSha256) +
                  fact("yq commit", manifest.yqCommit) + fact("Script SHA-256", manifest.scriptSha256) +
                  fact("Size", manifest.size > 0 ? shownBytes(manifest.size) : QString());
    for (const auto &note : manifest.notes)
        answer.text += fact("Note", note);
    QList<QStringList> rows{{"KIND", "NAME", "VERSION", "REVISION"}};
    for (const auto &each : manifest.packages)
        rows << QStringList{each.kind, each.name, each.version, each.revision};
    if (rows.size() > 1)
        answer.text += '\n' + shownTable(rows);
    return answer;
}

Answer diffAnswer(const app::ManifestDiff &diff)
{
    Answer answer{.json = {{"from", diff.from},
                           {"to", diff.to},
                           {"facts", changesJson(diff.facts)},
                           {"added", changesJson(diff.added)},
                           {"removed", changesJson(diff.removed)},
                           {"upgraded", changesJson(diff.upgraded)}}};
    answer.text = QStringLiteral("From build %1 to build %2\n").arg(diff.from, diff.to).toUtf8();
    for (const auto &each : diff.facts)
        answer.text += QStringLiteral("%1: %2 → %3\n")
                           .arg(each.kind, shownFact(each.kind, each.before), shownFact(each.kind, each.after))
                           .toUtf8();
    answer.text += section("Added", diff.added) + section("Removed", diff.removed) + section("Upgraded", diff.upgraded);
    if (diff.facts.isEmpty() && diff.added.isEmpty() && diff.removed.isEmpty() && diff.upgraded.isEmpty())
        answer.text += "They hold the same.\n";
    return answer;
}

} // namespace imagebuilder::headless
