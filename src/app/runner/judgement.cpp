// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/runner/runnerclock.h"

namespace imagebuilder::app {

namespace {

constexpr qint64 daysBehind = 30;
constexpr qint64 warnDays = 14;
constexpr qint64 urgentDays = 7;
constexpr qint64 secondsPerDay = 86'400;

/// The first release, by time, that is newer than a version.
std::optional<RunnerRelease> firstNewer(const QList<RunnerRelease> &releases, const QVersionNumber &version)
{
    std::optional<RunnerRelease> first;
    for (const auto &release : releases)
        if (release.version > version && (!first || release.published < first->published))
            first = release;
    return first;
}

qint64 wholeDays(const QDateTime &from, const QDateTime &to)
{
    const auto seconds = from.secsTo(to);
    return seconds >= 0 ? seconds / secondsPerDay : -((-seconds + secondsPerDay - 1) / secondsPerDay);
}

/// What helps an old runner.
QString remedyOf(const RunnerInUse &runner, const QVersionNumber &version, const RunnerWorld &world, bool urgent)
{
    if (!world.fork.isEmpty() && world.fork.first().version <= version)
        return QStringLiteral("a build would install %1 again: have the fork's maintainers release a newer one")
            .arg(world.fork.first().version.toString());
    const auto again = urgent ? QStringLiteral("build now") : QStringLiteral("build it anew in time");
    return runner.pinned ? QStringLiteral("raise or drop runner-version, then %1").arg(again) : again;
}

QString timeLeft(const RunnerInUse &runner, qint64 days)
{
    const auto version = runner.pinned ? QStringLiteral("runner %1, pinned,").arg(runner.version)
                                       : QStringLiteral("runner %1").arg(runner.version);
    if (days < 0)
        return QStringLiteral("%1 is refused by GitHub since %2 days").arg(version).arg(-days);
    return QStringLiteral("%1 has %2 days left").arg(version).arg(days);
}

} // namespace

RunnerVerdict judgeRunner(const RunnerInUse &runner, const RunnerWorld &world, const QDateTime &now)
{
    const auto about = QStringLiteral("runner of %1 for %2").arg(runner.image, runner.consumer);
    RunnerVerdict verdict{.runner = runner, .end = {}, .daysLeft = {}, .newest = {}, .finding = {}};
    if (!world.upstream.isEmpty())
        verdict.newest = world.upstream.first().version.toString();
    const auto version = QVersionNumber::fromString(runner.version);
    if (version.isNull()) {
        verdict.finding = warning(about, QStringLiteral("image %1 does not say which runner it holds").arg(runner.id),
                                  QStringLiteral("build it anew; with user-data of your own, print "
                                                 "`imagebuilder: runner X.Y.Z` to the console"));
        return verdict;
    }
    if (!world.least.isNull() && version < world.least) {
        verdict.end = now;
        verdict.daysLeft = 0;
        verdict.finding = failed(about,
                                 QStringLiteral("runner %1 is older than %2, the least that GitHub registers")
                                     .arg(runner.version, world.least.toString()),
                                 remedyOf(runner, version, world, true));
        return verdict;
    }
    const auto newer = firstNewer(world.upstream, version);
    if (!newer) {
        verdict.finding = ok(about, QStringLiteral("runner %1 is the newest").arg(runner.version));
        return verdict;
    }
    verdict.end = newer->published.addDays(daysBehind);
    const auto days = wholeDays(now, verdict.end);
    verdict.daysLeft = days;
    const auto text = QStringLiteral("%1: %2 came out %3")
                          .arg(timeLeft(runner, days), newer->version.toString(),
                               newer->published.toUTC().date().toString(Qt::ISODate));
    if (days < urgentDays)
        verdict.finding = failed(about, text, remedyOf(runner, version, world, true));
    else if (days <= warnDays)
        verdict.finding = warning(about, text, remedyOf(runner, version, world, false));
    else
        verdict.finding = ok(about, text);
    return verdict;
}

std::optional<Finding> forkLag(const RunnerWorld &world, const QDateTime &now)
{
    if (world.fork.isEmpty() || world.upstream.isEmpty())
        return std::nullopt;
    const auto newest = world.fork.first().version;
    const auto missed = firstNewer(world.upstream, newest);
    if (!missed)
        return std::nullopt;
    const auto days = wholeDays(now, missed->published.addDays(daysBehind));
    const auto end = days < 0 ? QStringLiteral("GitHub refuses %1 since %2 days").arg(newest.toString()).arg(-days)
                              : QStringLiteral("GitHub refuses %1 in %2 days").arg(newest.toString()).arg(days);
    return warning(QStringLiteral("runner fork"),
                   QStringLiteral("its newest is %1, upstream's %2; it lags since %3 days")
                       .arg(newest.toString(), world.upstream.first().version.toString())
                       .arg(wholeDays(missed->published, now)),
                   QStringLiteral("tell its maintainers: %1").arg(end));
}

} // namespace imagebuilder::app
