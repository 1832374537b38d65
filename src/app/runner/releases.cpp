// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/runner/releases.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>

#include <algorithm>

namespace imagebuilder::app {

QList<RunnerRelease> releasesFrom(const QJsonArray &list)
{
    static const QRegularExpression tag(QStringLiteral("^v?(\\d+\\.\\d+\\.\\d+)$"));
    QList<RunnerRelease> releases;
    for (const auto &entry : list) {
        const auto match = tag.match(entry[u"tag_name"].toString());
        const auto published = QDateTime::fromString(entry[u"published_at"].toString(), Qt::ISODate);
        const bool unfinished = entry[u"draft"].toBool() || entry[u"prerelease"].toBool();
        if (match.hasMatch() && published.isValid() && !unfinished)
            releases << RunnerRelease{QVersionNumber::fromString(match.captured(1)), published};
    }
    std::ranges::sort(releases, std::ranges::greater(), &RunnerRelease::version);
    return releases;
}

QJsonArray toJson(const QList<RunnerRelease> &releases)
{
    QJsonArray list;
    for (const auto &release : releases)
        list.append(QJsonObject{{"tag_name", u'v' + release.version.toString()},
                                {"published_at", release.published.toUTC().toString(Qt::ISODate)}});
    return list;
}

Result<QList<RunnerRelease>> parseReleases(const QByteArray &answer)
{
    const auto document = QJsonDocument::fromJson(answer);
    if (!document.isArray())
        return failure(ErrorKind::Protocol, QStringLiteral("the answer is no JSON list of releases"));
    return releasesFrom(document.array());
}

} // namespace imagebuilder::app
