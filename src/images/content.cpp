// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/content.h"

#include <QtCore/QFile>
#include <QtCore/QtEndian>

namespace imagebuilder::images {

namespace {

struct Sign
{
    qsizetype at;
    QByteArray bytes;
    Content content;
};

const QList<Sign> &signs()
{
    static const QList<Sign> all{
        {0, QByteArray("QFI\xfb", 4), Content::Qcow2},
        {0, QByteArray("\x1f\x8b", 2), Content::Gzip},
        {0, QByteArray("BZh", 3), Content::Bzip2},
        {0, QByteArray("\xfd\x37zXZ\0", 6), Content::Xz},
        {0, QByteArray("\x28\xb5\x2f\xfd", 4), Content::Zstd},
        {0, QByteArray("PK\x03\x04", 4), Content::Zip},
        {257, QByteArray("ustar", 5), Content::Tar},
        {0, QByteArray("KDMV", 4), Content::Other},     // VMDK
        {0, QByteArray("vhdxfile", 8), Content::Other}, // VHDX
        {0, QByteArray("conectix", 8), Content::Other}, // VHD
    };
    return all;
}

/// QEMU's docs/interop/qcow2: a backing file's offset at byte 8, of an external data file bit 2 of the incompatible
/// features at byte 72 (version 3).
bool refersToAnotherFile(const QByteArray &head)
{
    constexpr qsizetype backingAt = 8;
    constexpr qsizetype versionAt = 4;
    constexpr qsizetype featuresAt = 72;
    constexpr quint64 externalData = 4;
    if (head.size() < featuresAt + 8)
        return false;
    const bool backed = qFromBigEndian<quint64>(head.constData() + backingAt) != 0;
    const bool hasFeatures = qFromBigEndian<quint32>(head.constData() + versionAt) >= 3;
    return backed || (hasFeatures && (qFromBigEndian<quint64>(head.constData() + featuresAt) & externalData) != 0);
}

} // namespace

Content contentOf(const QByteArray &head)
{
    for (const auto &sign : signs())
        if (head.mid(sign.at, sign.bytes.size()) == sign.bytes)
            return sign.content;
    return Content::Raw;
}

Result<QString> diskFormatOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorKind::Storage, QStringLiteral("cannot read %1: %2").arg(path, file.errorString()));
    const auto head = file.read(contentHead);
    const auto content = contentOf(head);
    if (content == Content::Raw)
        return QStringLiteral("raw");
    if (content != Content::Qcow2)
        return failure(ErrorKind::Protocol,
                       QStringLiteral("the base image is neither qcow2 nor raw; its first bytes are %1")
                           .arg(QString::fromLatin1(head.first(std::min<qsizetype>(head.size(), 8)).toHex(' '))));
    if (refersToAnotherFile(head))
        return failure(ErrorKind::Protocol,
                       QStringLiteral("the base image refers to another file (a backing or data file), which no cloud "
                                      "takes; flatten it with qemu-img convert"));
    return QStringLiteral("qcow2");
}

} // namespace imagebuilder::images
