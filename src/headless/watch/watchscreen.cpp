// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/watch/watchscreen.h"

#include "base/childoutput.h"
#include "build/replay.h"
#include "headless/output/amounts.h"

#include <algorithm>

namespace imagebuilder::headless {

namespace {

QString sinceText(const QDateTime &moment, const QDateTime &now)
{
    return shownDuration(milliseconds(std::max<qint64>(0, moment.msecsTo(now))));
}

QString harmless(const QString &line)
{
    auto text = QString::fromUtf8(withoutControlCodes(line.toUtf8()));
    return text.replace(u'\t', u' ');
}

QString buildLine(const app::WatchedBuild &build, const QDateTime &now)
{
    const auto &record = build.view.record;
    const auto &steps = build::stepOrder();
    return QStringLiteral("%1  %2  %3  %4  %5  %6 in all")
        .arg(record.id, record.imageName, build.view.stateName(),
             shownBar(std::max<qsizetype>(0, steps.indexOf(record.step)), steps.size(), 10),
             QStringLiteral("%1 for %2").arg(record.step, sinceText(build.stepSince, now)),
             sinceText(record.started, now));
}

QString endedLine(const app::BuildView &view, const QDateTime &now)
{
    const auto &record = view.record;
    auto line = QStringLiteral("%1  %2  %3, %4 ago")
                    .arg(record.id, record.imageName, view.stateName(), sinceText(record.ended, now));
    return record.error.isEmpty() ? line : line + QStringLiteral(": ") + record.error.section(u'\n', 0, 0);
}

} // namespace

QStringList watchScreen(const app::WatchFrame &frame, QSize size)
{
    const auto height = std::max(1, size.height());
    QStringList lines{QStringLiteral("imagebuilder  %1 UTC  %2 running   q ends watching, builds go on")
                          .arg(frame.time.toUTC().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")))
                          .arg(frame.running.size())};
    const auto endedShown = std::min<qsizetype>(frame.ended.size(), std::max(1, height / 4));
    const auto running = std::max<qsizetype>(1, frame.running.size());
    const auto roomForLogs = std::max<qsizetype>(0, height - 1 - frame.running.size() - 2 - endedShown);
    if (frame.running.isEmpty())
        lines << QString() << QStringLiteral("Nothing is being built.");
    for (const auto &build : frame.running) {
        lines << buildLine(build, frame.time);
        const auto shown = std::min(build.lines.size(), roomForLogs / running);
        for (const auto &line : build.lines.mid(build.lines.size() - shown))
            lines << QStringLiteral("    ") + line;
    }
    if (endedShown > 0)
        lines << QString() << QStringLiteral("Ended:");
    for (const auto &view : frame.ended.mid(0, endedShown))
        lines << endedLine(view, frame.time);
    lines.resize(height);
    for (auto &line : lines)
        line = harmless(line).left(std::max(1, size.width()));
    return lines;
}

} // namespace imagebuilder::headless
