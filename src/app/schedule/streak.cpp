// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/schedule/streak.h"

#include <QtCore/QSet>

namespace imagebuilder::app {

using store::BuildRecord;
using store::BuildState;

namespace {

using ImageOfCloud = std::pair<QString, QString>; // cloud, image

Streak newStreak(const BuildRecord &record)
{
    return {.image = record.imageName,
            .cloud = record.cloud,
            .failed = 1,
            .build = record.id,
            .kind = errorKindFrom(record.errorKind),
            .error = record.error,
            .last = record.started,
            .request = record.request};
}

} // namespace

bool Streak::mayPass() const
{
    return kind == ErrorKind::Auth || kind == ErrorKind::Quota || kind == ErrorKind::Unavailable ||
           kind == ErrorKind::Timeout;
}

QList<Streak> streaksOf(const QList<BuildRecord> &newestFirst, const QDateTime &since)
{
    QMap<ImageOfCloud, Streak> streaks;
    QSet<ImageOfCloud> over;
    for (const auto &record : newestFirst) {
        const ImageOfCloud key(record.cloud, record.imageName);
        if (record.state == BuildState::Running || record.state == BuildState::Cancelled || over.contains(key))
            continue;
        const auto found = streaks.find(key);
        const bool other = found != streaks.end() && found->request != record.request;
        if (record.state == BuildState::Succeeded || other || (since.isValid() && record.started < since))
            over.insert(key);
        else if (found == streaks.end())
            streaks.insert(key, newStreak(record));
        else
            ++found->failed;
    }
    return streaks.values();
}

QString streakText(const Streak &streak)
{
    return QStringLiteral("%1 runs of %2 in a row failed, the last at %3: %4")
        .arg(streak.failed)
        .arg(streak.image, streak.last.toUTC().toString(Qt::ISODate), streak.error);
}

} // namespace imagebuilder::app
