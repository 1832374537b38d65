// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/unitplaces.h"

namespace imagebuilder::app {

/// What cron.d holds for a unit: hourly where 24 is no multiple of the interval; then the hook tells whether it is due.
QByteArray cronFile(const QString &unit, int intervalHours, bool hasRunOne);

/// Whether a build for all is due. A cron that comes a little early, and one that daylight saving moves, do no harm.
bool isRunDue(const QDateTime &lastRun, int intervalHours, const QDateTime &now);
/// Whether one was missed, so that it is made up for.
bool isRunMissed(const QDateTime &lastRun, int intervalHours, const QDateTime &now);

/// Makes what the charm needs on a machine: the user, the folders, the log's rotation; again is no harm.
[[nodiscard]] Task<Result<void>> setUpUnit(UnitPlaces places, std::stop_token stop);
/// Takes away what the Python charm left in ubuntu's home: passwords that everyone may read, gigabytes of images.
void removeOldCharmsFiles(const UnitPlaces &places);
Result<void> writeCron(const UnitPlaces &places, const QString &unit, int intervalHours);

/// Takes away what was put on the machine, and what holds secrets. Journal and logs stay.
void takeDownUnit(const UnitPlaces &places);

} // namespace imagebuilder::app
