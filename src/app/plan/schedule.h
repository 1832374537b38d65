// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QDateTime>

namespace imagebuilder::app {

/// When the next scheduled run is due: runs stand at whole multiples of the interval since 1970 in UTC, so that they
/// are evenly spaced whatever the interval, and neither a restart nor daylight saving moves them. For 1, 2, 3, 4, 6, 8,
/// 12 and 24 hours that is cron's `0 */N * * *` in UTC. Invalid without an interval.
QDateTime nextDue(const QDateTime &now, int intervalHours);

} // namespace imagebuilder::app
