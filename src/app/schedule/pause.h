// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/journal.h"

#include <optional>

namespace imagebuilder::app {

/// A person's word that nothing is built by the schedule. What a person asks for is built all the same.
struct Pause
{
    QString who;
    QString why; ///< may be empty
    QDateTime since;
};

/// The one that holds now.
Result<std::optional<Pause>> pauseOf(const store::Journal &journal);

/// Pauses the schedule until resumeSchedule(). One that holds already stays as it is, and is what is returned.
Result<Pause> pauseSchedule(store::Journal &journal, const QString &who, const QString &why);

/// Ends the pause, and what failed runs did to the schedule: they count anew from here. The pause that held.
Result<std::optional<Pause>> resumeSchedule(store::Journal &journal, const QString &who);

/// When somebody last resumed; invalid: never.
Result<QDateTime> lastResumed(const store::Journal &journal);

/// "ann paused the schedule at 2026-01-31T12:00:00Z: why"
QString pauseText(const Pause &pause);

} // namespace imagebuilder::app
