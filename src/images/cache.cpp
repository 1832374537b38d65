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
        const auto sha256 = reader.stringOr(QStringLiteral("sha256"));
        const Entry entry{.path = info.absoluteFilePath(),
                          .sha256 = sha256.toLatin1(),
                          .fileSha256 = reader.stringOr(QStringLiteral("file_sha256"), sha256).toLatin1(),
                          .signer = {.fingerprint = reader.stringOr(QStringLiteral("signed_by")),
                                     .userId = reader.stringOr(QStringLiteral("signer"))},
                          .date = reader.stringOr(QStringLiteral("date")),
                          .serial = reader.stringOr(QStringLiteral("serial"))};
        if (imagePath(entry.sha256) == entry.path)
            all << entry;
    }
    return all;
}

std::optional<Cache::Entry> Cache::find(const QByteArray &sha256) const
{
    for (const auto &entry : entries())
        if (entry.sha256 == sha256)
            return entry;
    return std::nullopt;
}

std::optional<Cache::Entry> Cache::newest(const QString &date) const
{
    for (const auto &entry : entries())
        if (entry.date == date || (!date.isEmpty() && entry.serial == date))
            return entry;
    return std::nullopt;
}

Result<void> Cache::note(const Entry &entry) const
{
    QSaveFile file(noteOf(entry.path));
    const auto text = compactJson({{QStringLiteral("sha256"), QString::fromLatin1(entry.sha256)},
                                   {QStringLiteral("file_sha256"), QString::fromLatin1(entry.fileSha256)},
                                   {QStringLiteral("signed_by"), entry.signer.fingerprint},
                                   {QStringLiteral("signer"), entry.signer.userId},
                                   {QStringLiteral("date"), entry.date},
                                   {QStringLiteral("serial"), entry.serial}});
    if (!file.open(QIODevice::WriteOnly) || file.write(text + '\n') < 0 || !file.commit())
        return unusable(m_folder, file.errorString());
    return {};
}

void Cache::remove(const Entry &entry)
{
    QFile::remove(entry.path);
    QFile::remove(noteOf(entry.path));
}

void Cache::removeOlder(const QByteArray &keptSha256) const
{
    int others = 0;
    for (const auto &entry : entries())
        if (entry.sha256 != keptSha256 && ++others > 1)
            remove(entry);
    const QStringList unfinished{m_name + QStringLiteral("-*.part"), m_name + QStringLiteral("-*.unpacking"),
                                 m_name + QStringLiteral("-*.tar")};
    for (const auto &info : QDir(m_folder).entryInfoList(unfinished, QDir::Files))
        QFile::remove(info.absoluteFilePath());
}

void Cache::keepNewest() const
{
    for (const auto &entry : entries().mid(1))
        remove(entry);
}

} // namespace imagebuilder::images
