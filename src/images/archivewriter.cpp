// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/archivewriter.h"

#include <KCompressionDevice>
#include <KTar>
#include <KZip>
#include <QtCore/QBuffer>
#include <QtCore/QSaveFile>

namespace imagebuilder::images {

namespace {

bool fill(KArchive &archive, const QList<ArchiveEntry> &entries, const QDateTime &time)
{
    constexpr mode_t readable = 0100644;
    if (!archive.open(QIODevice::WriteOnly))
        return false;
    for (const auto &entry : entries)
        if (!archive.writeFile(entry.name, entry.content, readable, {}, {}, time, time, time))
            return false;
    return archive.close();
}

bool packTar(QBuffer &buffer, const QList<ArchiveEntry> &entries, const QDateTime &time)
{
    KCompressionDevice packed(&buffer, false, KCompressionDevice::Xz);
    KTar tar(&packed);
    if (!packed.open(QIODevice::WriteOnly) || !fill(tar, entries, time))
        return false;
    packed.close();
    return packed.error() == QFileDevice::NoError;
}

bool packZip(QBuffer &buffer, const QList<ArchiveEntry> &entries, const QDateTime &time)
{
    KZip zip(&buffer);
    return fill(zip, entries, time);
}

} // namespace

Result<void> writeArchive(const QString &path, const QList<ArchiveEntry> &entries, const QDateTime &time)
{
    const bool zip = path.endsWith(u".zip");
    if (!zip && !path.endsWith(u".tar.xz"))
        return failure(ErrorKind::Usage, QStringLiteral("%1 ends neither in .tar.xz nor in .zip").arg(path));
    QBuffer buffer;
    buffer.open(QIODevice::ReadWrite);
    if (!(zip ? packZip(buffer, entries, time) : packTar(buffer, entries, time)))
        return failure(ErrorKind::Internal, QStringLiteral("%1 could not be packed").arg(path));
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
                         file.write(buffer.data()) == buffer.size() && file.commit();
    if (!written)
        return failure(ErrorKind::Storage, QStringLiteral("cannot write %1: %2").arg(path, file.errorString()));
    return {};
}

} // namespace imagebuilder::images
