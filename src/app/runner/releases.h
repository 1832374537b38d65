// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QList>
#include <QtCore/QVersionNumber>

namespace imagebuilder::app {

/// One release of GitHub's runner.
struct RunnerRelease
{
    QVersionNumber version;
    QDateTime published;
};

/// An answer of GitHub's "list releases" (REST API, /repos/OWNER/REPO/releases): `tag_name` and `published_at` of each;
/// drafts, pre-releases and tags that are no version are left out. Newest version first. Protocol when it is no list.
Result<QList<RunnerRelease>> parseReleases(const QByteArray &answer);

/// The same list in that form, and back, for a cache.
QJsonArray toJson(const QList<RunnerRelease> &releases);
QList<RunnerRelease> releasesFrom(const QJsonArray &list);

} // namespace imagebuilder::app
