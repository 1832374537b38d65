// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/cache.h"

#include "base/json.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QSaveFile>

namespace imagebuilder::images {

namespace {

constexpr milliseconds lockPause(300);

QString noteOf(const QString &imagePath)
{
    return imagePath + QStringLiteral(".json");
}

std::unexpected<Error> unusable(const QString &folder, const QString &why)
{
    return failure(ErrorKind::Storage,
                   QStringLiteral("the image cache %1 cannot be used: %2; check its owner and mode, "
                                  "or name another folder")
                       .arg(folder, why));
}

} // namespace

Cache::Cache(QString folder, const Release &release, const Arch &arch)
    : m_folder(QDir(folder).absolutePath()), m_name(QFileInfo(upstreamFileName(release, arch)).completeBaseName())
{
}

QString Cache::path(const QByteArray &sha256, const QString &suffix) const
{
    return QStringLiteral("%1/%2-%3.%4").arg(m_folder, m_name, QString::fromLatin1(sha256), suffix);
}

Task<Result<FileLock>> Cache::lock(Clock &clock, std::stop_token stop) const
{
    const auto folder = m_folder;
    const auto name = QStringLiteral("%1/%2.lock").arg(folder, m_name);
    if (!QDir().mkpath(folder))
        co_return unusable(folder, QStringLiteral("it cannot be made"));
    while (true) {
        auto taken = FileLock::tryLock(name);
        if (!taken)
            co_return unusable(folder, taken.error().text());
        if (taken->has_value())
            co_return std::move(**taken);
        IB_CO_CHECK(co_await clock.sleep(lockPause, stop));
    }
}

QList<Cache::Entry> Cache::entries() const
{
    QList<Entry> all;
    const QDir folder(m_folder);
    const auto files = folder.entryInfoList({m_name + QStringLiteral("-*.img")}, QDir::Files, QDir::Time);
    for (const auto &info : files) {
        QFile note(noteOf(info.absoluteFilePath()));
        if (!note.open(QIODevice::ReadOnly))
            continue;
        const auto object = parseJsonObject(note.readAll(), note.fileName());
        if (!object)
            continue;
        const JsonReader reader(*object, note.fileName());
        const Entry entry{.path = info.absoluteFilePath(),
                          .sha256 = reader.stringOr(QStringLiteral("sha256")).toLatin1(),
                          .signedBy = reader.stringOr(QStringLiteral("signed_by")),
                          .date = reader.stringOr(QStringLiteral("date"))};
        if (imagePath(entry.sha256) == entry.path)
            all << entry;
    }
    return all;
}

std::optional<Cache::Entry> Cache::newest(const QString &date) const
{
    for (const auto &entry : entries())
        if (entry.date == date)
            return entry;
    return std::nullopt;
}

Result<void> Cache::note(const Entry &entry) const
{
    QSaveFile file(noteOf(entry.path));
    const auto text = compactJson({{QStringLiteral("sha256"), QString::fromLatin1(entry.sha256)},
                                   {QStringLiteral("signed_by"), entry.signedBy},
                                   {QStringLiteral("date"), entry.date}});
    if (!file.open(QIODevice::WriteOnly) || file.write(text + '\n') < 0 || !file.commit())
        return unusable(m_folder, file.errorString());
    return {};
}

void Cache::removeOthers(const Entry &kept) const
{
    for (const auto &entry : entries()) {
        if (entry.date != kept.date || entry.sha256 == kept.sha256)
            continue;
        QFile::remove(entry.path);
        QFile::remove(noteOf(entry.path));
    }
    const auto parts = QDir(m_folder).entryInfoList({m_name + QStringLiteral("-*.part")}, QDir::Files);
    for (const auto &part : parts)
        QFile::remove(part.absoluteFilePath());
}

} // namespace imagebuilder::images
