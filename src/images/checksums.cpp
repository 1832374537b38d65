// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/checksums.h"

#include <algorithm>

namespace imagebuilder::images {

namespace {

constexpr qsizetype hexDigits = 64;

bool isHex(const QByteArray &text)
{
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

} // namespace

Result<QByteArray> checksumOf(const QString &fileName, const QByteArray &sums)
{
    const auto wanted = fileName.toUtf8();
    QByteArray found;
    for (const auto &raw : sums.split('\n')) {
        const auto line = raw.trimmed();
        const auto blank = line.indexOf(' ');
        const auto name = line.mid(blank + 2);
        if (blank < 0 || name != wanted)
            continue;
        const auto sum = line.first(blank).toLower();
        if (sum.size() != hexDigits || !isHex(sum))
            return failure(ErrorKind::Protocol, QStringLiteral("the checksum of %1 is no SHA-256").arg(fileName));
        if (!found.isEmpty() && found != sum)
            return failure(ErrorKind::Protocol, QStringLiteral("%1 is listed with two checksums").arg(fileName));
        found = sum;
    }
    if (found.isEmpty())
        return failure(ErrorKind::NotFound, QStringLiteral("%1 is not listed").arg(fileName));
    return found;
}

} // namespace imagebuilder::images
