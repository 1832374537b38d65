// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/survey.h"

namespace imagebuilder::build {

/// The first try is in the group; whoever fails there is served by a read of its own afterwards.
inline constexpr int deliveryAttempts = 3;

/// A refused token counts, too: it may run out while the bytes go (CASES 24). The next attempt logs in anew.
bool isTriedAgain(const Error &error, int attempt);

// What became of a delivery: into the journal, the build and to whoever listens. `way` is one of deliveredBy.
Result<void> noteDelivered(Site &site, Progress &build, const QStringList &consumers, const QString &imageId,
                           const QString &way);
Result<void> noteFailed(Site &site, Progress &build, const QStringList &consumers, const Error &error);
void warnOfAnotherTry(const Site &site, const Progress &build, const QStringList &consumers, const Error &error);

/// Notes all of a survey; the consumers that shall be asked again.
Result<QStringList> noteSurvey(Site &site, Progress &build, const Survey &found, int attempt);

} // namespace imagebuilder::build
