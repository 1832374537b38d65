// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/buildlock.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>

namespace imagebuilder::build {

namespace {

constexpr int lockAttempts = 5;
constexpr milliseconds lockPause(100);
constexpr milliseconds longLockPause(1000);

QString lockPath(const QString &folder, const QString &buildId)
{
    return QDir(folder).filePath(QStringLiteral("build-%1.lock").arg(buildId));
}

} // namespace

Task<Result<FileLock>> takeBuildLock(QString folder, QString buildId, Clock &clock, std::stop_token stop)
{
    QDir().mkpath(folder);
    for (int attempt = 0; attempt < lockAttempts; ++attempt) {
        if (attempt > 0)
            IB_CO_CHECK(co_await clock.sleep(lockPause, stop));
        IB_CO_TRY(auto taken, FileLock::tryLock(lockPath(folder, buildId)));
        if (taken)
            co_return std::move(*taken);
    }
    co_return failure(ErrorKind::Conflict, QStringLiteral("build %1 is running in another process").arg(buildId));
}

Result<bool> isRunning(const QString &folder, const QString &buildId)
{
    if (!QFile::exists(lockPath(folder, buildId)))
        return false;
    IB_TRY(const auto taken, FileLock::tryLock(lockPath(folder, buildId)));
    return !taken;
}

Task<Result<FileLock>> waitForLock(QString folder, QString name, Clock &clock, std::stop_token stop)
{
    QDir().mkpath(folder);
    // Names come from clouds and prefixes; a digest is a file name whatever they hold.
    const auto digest = QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    const auto path = QDir(folder).filePath(QStringLiteral("work-%1.lock").arg(QString::fromLatin1(digest)));
    while (true) {
        IB_CO_TRY(auto taken, FileLock::tryLock(path));
        if (taken)
            co_return std::move(*taken);
        IB_CO_CHECK(co_await clock.sleep(longLockPause, stop));
    }
}

void removeBuildLock(const QString &folder, const QString &buildId)
{
    QFile::remove(lockPath(folder, buildId));
}

} // namespace imagebuilder::build
