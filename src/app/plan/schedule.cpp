// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/schedule.h"

#include <QtCore/QTimeZone>

namespace imagebuilder::app {

QDateTime nextDue(const QDateTime &now, int intervalHours)
{
    if (intervalHours <= 0)
        return {};
    const qint64 interval = intervalHours * qint64(3600);
    return QDateTime::fromSecsSinceEpoch((now.toSecsSinceEpoch() / interval + 1) * interval, QTimeZone::UTC);
}

} // namespace imagebuilder::app
