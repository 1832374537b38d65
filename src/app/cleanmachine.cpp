// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/cleanmachine.h"

#include "base/ids.h"
#include "build/buildlock.h"

#include <QtCore/QDir>
#include <QtCore/QStorageInfo>

namespace imagebuilder::app {

namespace {

void removeFile(const QFileInfo &file, Cleaned &cleaned)
{
    const auto size = file.size();
    if (!QFile::remove(file.filePath()))
        return;
    ++cleaned.files;
    cleaned.bytes += size;
}

/// A build's log and manifest are named after it; what is not is not ours to delete.
QFileInfoList buildFiles(const QString &folder, const QStringList &open)
{
    auto files = QDir(folder).entryInfoList(
        {QStringLiteral("*.log"), QStringLiteral("*.manifest"), QStringLiteral("*.progress")}, QDir::Files,
        QDir::Time | QDir::Reversed);
    files.removeIf([&open](const QFileInfo &file) {
        return !isBuildId(file.completeBaseName()) || open.contains(file.completeBaseName());
    });
    return files;
}

void cleanLogs(const Settings &settings, const QStringList &open, const QDateTime &now, Cleaned &cleaned)
{
    const auto oldest = now.addDuration(-settings.keeping.logAge);
    const auto files = buildFiles(settings.folders.log, open);
    qint64 total = 0;
    for (const auto &file : files)
        total += file.size();
    for (const auto &file : files) { // the oldest first
        if (file.lastModified() >= oldest && total <= settings.keeping.logBytes)
            continue;
        total -= file.size();
        removeFile(file, cleaned);
    }
}

void cleanBundles(const Settings &settings, const QDateTime &now, Cleaned &cleaned)
{
    const auto oldest = now.addDuration(-settings.keeping.bundleAge);
    for (const auto &file : QDir(settings.bundleFolder()).entryInfoList(QDir::Files))
        if (file.lastModified() < oldest)
            removeFile(file, cleaned);
}

/// What a build needs on each file system, with the folders that lie there.
struct Room
{
    QStringList folders;
    qint64 needed = 0;
    qint64 free = 0;
};

QList<Room> roomsOf(const Settings &settings)
{
    QMap<QByteArray, Room> rooms;
    for (const auto &folder : {settings.folders.state, settings.folders.log}) {
        QDir().mkpath(folder);
        const QStorageInfo storage(folder);
        if (!storage.isValid()) // whoever writes there will say so
            continue;
        auto &room = rooms[storage.device() + storage.rootPath().toUtf8()];
        room.folders << folder;
        room.needed += settings.keeping.roomBytes;
        room.free = storage.bytesAvailable();
    }
    return rooms.values();
}

std::optional<Room> shortRoom(const Settings &settings)
{
    for (const auto &room : roomsOf(settings))
        if (room.free < room.needed)
            return room;
    return {};
}

} // namespace

Result<Cleaned> cleanMachine(Backend &backend)
{
    const auto &settings = backend.settings();
    const auto now = backend.clock().now();
    IB_TRY(auto *const journal, backend.journal());
    IB_TRY(const auto records, journal->openBuilds());
    QStringList open;
    for (const auto &record : records)
        open << record.id;
    Cleaned cleaned;
    cleanLogs(settings, open, now, cleaned);
    cleanBundles(settings, now, cleaned);
    const auto oldest = now.addDuration(-settings.keeping.buildAge);
    IB_TRY(const auto forgotten, journal->forgetBuilds(oldest, settings.keeping.builds));
    for (const auto &build : forgotten)
        build::removeBuildLock(settings.lockFolder(), build);
    cleaned.builds = static_cast<int>(forgotten.size());
    return cleaned;
}

Result<void> ensureRoom(Backend &backend)
{
    const auto &settings = backend.settings();
    if (!shortRoom(settings))
        return {};
    IB_CHECK(cleanMachine(backend));
    const auto room = shortRoom(settings);
    if (!room)
        return {};
    constexpr qint64 mebibyte = 1024LL * 1024;
    return failure(
        ErrorKind::Storage,
        QStringLiteral("a build needs %1 MiB of disk for %2, but only %3 MiB are free there although old logs "
                       "were deleted; free %4 MiB, or name other folders with --state-dir and --log-dir")
            .arg(room->needed / mebibyte)
            .arg(room->folders.join(QStringLiteral(" and ")))
            .arg(room->free / mebibyte)
            .arg((room->needed - room->free) / mebibyte + 1));
}

} // namespace imagebuilder::app
