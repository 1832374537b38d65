// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/output/amounts.h"

#include <algorithm>
#include <array>

namespace imagebuilder::headless {

QString shownBytes(qint64 bytes)
{
    constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB"};
    auto amount = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; amount >= 1024 && unit + 1 < units.size(); ++unit)
        amount /= 1024;
    return QStringLiteral("%1 %2")
        .arg(amount, 0, 'f', unit == 0 || amount >= 100 ? 0 : 1)
        .arg(QString::fromLatin1(units[unit]));
}

QString shownDuration(milliseconds duration)
{
    const qint64 whole = duration.count() / 1000;
    const auto hours = whole / 3600;
    const auto minutes = whole / 60 % 60;
    const auto rest = QStringLiteral("%1").arg(whole % 60, 2, 10, QLatin1Char('0'));
    if (hours > 0)
        return QStringLiteral("%1:%2:%3 h").arg(hours).arg(minutes, 2, 10, QLatin1Char('0')).arg(rest);
    return minutes > 0 ? QStringLiteral("%1:%2 min").arg(minutes).arg(rest) : QStringLiteral("%1 s").arg(whole);
}

QString shownElapsed(const QDateTime &since, const QDateTime &now)
{
    constexpr qint64 hour = 3600;
    const auto age = std::max<qint64>(0, since.secsTo(now));
    if (age >= 48 * hour)
        return QStringLiteral("%1 d").arg(age / (24 * hour));
    return age >= 2 * hour ? QStringLiteral("%1 h").arg(age / hour) : QStringLiteral("%1 min").arg(age / 60);
}

QString shownBar(qint64 done, qint64 total, int width)
{
    const double share = total > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0) : 0.0;
    const int full = static_cast<int>(share * width);
    return QStringLiteral("[%1%2] %3 %")
        .arg(QString(full, u'#'), QString(width - full, u'-'))
        .arg(static_cast<int>(share * 100));
}

QString shownUse(qint64 used, qint64 limit)
{
    return limit < 0 ? QStringLiteral("%1 (no limit)").arg(used) : QStringLiteral("%1 of %2").arg(used).arg(limit);
}

} // namespace imagebuilder::headless
