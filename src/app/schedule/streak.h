// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/journal.h"

namespace imagebuilder::app {

/// So many failed runs in a row slow the schedule to one attempt a day (CASES 27).
inline constexpr int failuresThatSlow = 5;

/// How often in a row one image could not be built. One success ends it; so does a request that asks for something
/// else, and a person who resumes. What was cancelled neither counts nor ends it.
struct Streak
{
    QString image;
    QString cloud; ///< the build cloud's name
    int failed = 0;
    QString build; ///< the newest that failed
    ErrorKind kind = ErrorKind::Internal;
    QString error;
    QDateTime last; ///< when that one began
    QJsonObject request;

    bool slowed() const { return failed >= failuresThatSlow; }
    /// When a slowed one is tried as a whole again.
    QDateTime nextAttempt() const { return last.addDuration(std::chrono::hours(24)); }
    /// True for what may pass by itself, so that it is worth an hourly look whether it has.
    bool mayPass() const;
};

/// Those whose newest build failed, by cloud, then image. `newestFirst`: builds; failures before `since` do not count.
QList<Streak> streaksOf(const QList<store::BuildRecord> &newestFirst, const QDateTime &since);

/// "5 runs of ci-noble-x64 in a row failed, the last at 2026-…: why"
QString streakText(const Streak &streak);

} // namespace imagebuilder::app
