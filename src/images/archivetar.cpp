// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/archivetar.h"

namespace imagebuilder::images {

namespace {

// POSIX.1-1988 ustar and GNU's additions (long names, sizes in base 256).
constexpr qint64 block = 512;
constexpr qint64 longestName = 4096;

QString textIn(const QByteArray &field)
{
    const auto end = field.indexOf('\0');
    return QString::fromUtf8(end < 0 ? field : field.first(end));
}

qint64 sizeIn(const QByteArray &field)
{
    if ((field[0] & 0x80) == 0) {
        bool isNumber = false;
        const auto size = textIn(field).trimmed().toLongLong(&isNumber, 8);
        return isNumber ? size : -1;
    }
    qint64 size = field[0] & 0x7f;
    for (qsizetype i = 1; i < field.size(); ++i) {
        if (size >> 54 != 0)
            return -1;
        size = size << 8 | static_cast<unsigned char>(field[i]);
    }
    return size;
}

std::unexpected<Error> hostile(const QString &name)
{
    return failure(
        ErrorKind::Protocol,
        QStringLiteral("the archive has an entry that leads out of it, %1; it was not unpacked").arg(name.left(200)));
}

struct Head
{
    QString name;
    QString target; ///< of a link
    qint64 size = 0;
    char type = '0';
};

Head headIn(const QByteArray &bytes)
{
    Head head{.name = textIn(bytes.first(100)), .size = sizeIn(bytes.sliced(124, 12)), .type = bytes[156]};
    const auto prefix = textIn(bytes.sliced(345, 155));
    if (bytes.sliced(257, 6) == QByteArray("ustar\0", 6) && !prefix.isEmpty())
        head.name.prepend(prefix + u'/');
    if (head.type == '1' || head.type == '2')
        head.target = textIn(bytes.sliced(157, 100));
    return head;
}

} // namespace

bool staysInside(const QString &name)
{
    return !name.startsWith(u'/') && !name.split(u'/').contains(QStringLiteral(".."));
}

Result<void> checkTar(QIODevice &file, const UnpackLimits &limits)
{
    for (int entries = 0;;) {
        const auto bytes = file.read(block);
        if (bytes.size() < block || bytes.count('\0') == block)
            return {};
        const auto head = headIn(bytes);
        const auto next = file.pos() + (head.size + block - 1) / block * block;
        if (head.size < 0 || head.size > file.size() - file.pos())
            return failure(ErrorKind::Protocol,
                           QStringLiteral("the archive is damaged or cut off at %1").arg(head.name.left(200)));
        if (++entries > limits.entries)
            return failure(
                ErrorKind::Protocol,
                QStringLiteral("the archive has more than %1 entries; it was not unpacked").arg(limits.entries));
        if (!staysInside(head.name) || !staysInside(head.target))
            return hostile(head.target.isEmpty() ? head.name : head.name + QStringLiteral(" → ") + head.target);
        if (head.type == 'L' || head.type == 'K') {
            const auto longName = textIn(file.read(std::min(head.size, longestName)));
            if (!staysInside(longName))
                return hostile(longName);
        }
        if (!file.seek(next))
            return {};
    }
}

} // namespace imagebuilder::images
