// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/buildlock.h"

#include "build/steps.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>

namespace imagebuilder::build {

namespace {

constexpr int lockAttempts = 5;
constexpr milliseconds lockPause(100);
constexpr milliseconds longLockPause(1000);
// A base image of 600 MiB that crawls in and out at 1 Mbit/s takes less.
constexpr milliseconds workDeadline = std::chrono::hours(3);

QString lockPath(const QString &folder, const QString &buildId)
{
    return QDir(folder).filePath(QStringLiteral("build-%1.lock").arg(buildId));
}

QString workPath(const QString &folder, const QString &work)
{
    // Names come from clouds and prefixes; a digest is a file name whatever they hold.
    const auto digest = QCryptographicHash::hash(work.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return QDir(folder).filePath(QStringLiteral("work-%1.lock").arg(QString::fromLatin1(digest)));
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

QString deploymentWork(const QString &cloud)
{
    return cloud + QStringLiteral("/deployment");
}

QString baseImageWork(const QString &cloud, const QString &imageName)
{
    return cloud + u'/' + imageName;
}

Result<std::optional<FileLock>> tryWorkLock(const QString &folder, const QString &work)
{
    QDir().mkpath(folder);
    return FileLock::tryLock(workPath(folder, work));
}

Result<bool> isUnderWay(const QString &folder, const QString &work)
{
    if (!QFile::exists(workPath(folder, work)))
        return false;
    IB_TRY(const auto taken, tryWorkLock(folder, work));
    return !taken;
}

Task<Result<FileLock>> waitForLock(QString folder, QString work, Clock &clock, EventSink events, std::stop_token stop)
{
    const Deadline deadline(clock, workDeadline);
    for (bool told = false;; told = true) {
        IB_CO_TRY(auto taken, tryWorkLock(folder, work));
        if (taken)
            co_return std::move(*taken);
        if (!told && events)
            events({.step = step::prepare,
                    .text = QStringLiteral("waiting for another process that is at work on %1").arg(work)});
        if (deadline.passed())
            co_return failure(
                ErrorKind::Timeout,
                QStringLiteral("another process has been at work on %1 for hours; see who holds %2 and end "
                               "it")
                    .arg(work, workPath(folder, work)));
        IB_CO_CHECK(co_await clock.sleep(longLockPause, stop));
    }
}

void removeBuildLock(const QString &folder, const QString &buildId)
{
    QFile::remove(lockPath(folder, buildId));
}

} // namespace imagebuilder::build
