// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

#include <QtCore/QString>

// Amounts as people read them.
namespace imagebuilder::headless {

/// "512 B", "1.5 GiB".
QString shownBytes(qint64 bytes);
/// "07 s" is not, "7 s", "3:07 min", "1:03:07 h" are.
QString shownDuration(milliseconds duration);
/// "3 d", "5 h", "20 min".
QString shownElapsed(const QDateTime &since, const QDateTime &now);
/// "[######----] 60 %"; `width` characters between the brackets.
QString shownBar(qint64 done, qint64 total, int width);
/// "5 of 20", "5 (no limit)".
QString shownUse(qint64 used, qint64 limit);

} // namespace imagebuilder::headless
