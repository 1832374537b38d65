// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/schedule/pause.h"

namespace imagebuilder::app {

namespace {

const QString pauseVerb = QStringLiteral("pause");
const QString resumeVerb = QStringLiteral("resume");

Result<void> decide(store::Journal &journal, const QString &verb, const QString &who, const QString &why)
{
    return journal.addDecision({.verb = verb,
                                .who = who,
                                .imageName = {},
                                .build = {},
                                .cloud = {},
                                .imageId = {},
                                .outcome = why,
                                .time = {}});
}

} // namespace

Result<std::optional<Pause>> pauseOf(const store::Journal &journal)
{
    IB_TRY(const auto last, journal.newestDecision({pauseVerb, resumeVerb}));
    if (!last || last->verb != pauseVerb)
        return std::optional<Pause>();
    return Pause{last->who, last->outcome, last->time};
}

Result<Pause> pauseSchedule(store::Journal &journal, const QString &who, const QString &why)
{
    IB_TRY(auto now, pauseOf(journal));
    if (!now) {
        IB_CHECK(decide(journal, pauseVerb, who, why));
        IB_TRY(now, pauseOf(journal));
    }
    return now.value_or(Pause{.who = who, .why = why, .since = {}});
}

Result<std::optional<Pause>> resumeSchedule(store::Journal &journal, const QString &who)
{
    IB_TRY(auto held, pauseOf(journal));
    IB_CHECK(decide(journal, resumeVerb, who, {}));
    return held;
}

Result<QDateTime> lastResumed(const store::Journal &journal)
{
    IB_TRY(const auto last, journal.newestDecision({resumeVerb}));
    return last ? last->time : QDateTime();
}

QString pauseText(const Pause &pause)
{
    const auto text =
        QStringLiteral("%1 paused the schedule at %2").arg(pause.who, pause.since.toUTC().toString(Qt::ISODate));
    return pause.why.isEmpty() ? text : text + QStringLiteral(": ") + pause.why;
}

} // namespace imagebuilder::app
