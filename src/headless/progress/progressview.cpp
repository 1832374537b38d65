// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/progress/progressview.h"

#include "headless/output/amounts.h"

#include <algorithm>

namespace imagebuilder::headless {

using build::Event;

namespace {
constexpr milliseconds redrawEvery = milliseconds(200);
constexpr milliseconds transferLineEvery = seconds(10);
constexpr int barWidth = 20;
constexpr qsizetype mostLines = 16; // a terminal has 24, and what stays is to be seen as well
} // namespace

ProgressView::ProgressView(ProgressTarget target, const Clock &clock)
    : m_target(std::move(target)), m_clock(clock), m_start(clock.monotonic()), m_drawn(m_start - redrawEvery),
      m_transferShown(m_start)
{
}

void ProgressView::take(const Event &event)
{
    switch (event.kind) {
    case Event::Kind::StepStarted:
        return started(event);
    case Event::Kind::StepEnded:
        return ended(event);
    case Event::Kind::Manifest:
        return;
    case Event::Kind::Progress:
        return transferred(event);
    case Event::Kind::Warning:
        if (!m_warned.contains(event.text))
            note(QStringLiteral("warning: %1").arg(event.text));
        m_warned.insert(event.text);
        return;
    case Event::Kind::Line:
        // A build's lines are its log's; what is said outside of builds is for who started the program.
        if (event.build.isEmpty())
            note(event.text);
    }
}

void ProgressView::started(const Event &event)
{
    if (!event.build.isEmpty() && !m_builds.contains(event.build)) {
        m_builds.insert(event.build, event.image);
        note(event.image.isEmpty() ? QStringLiteral("build %1").arg(event.build)
                                   : QStringLiteral("build %1 of %2").arg(event.build, event.image));
    }
    m_running.append({event.build, event.step, m_clock.monotonic()});
    if (!m_target.terminal)
        stay(QStringLiteral("%1 …").arg(named(event.build, event.step)));
    tick();
}

void ProgressView::ended(const Event &event)
{
    const auto found = std::ranges::find_if(m_running, [&event](const auto &running) {
        return running.build == event.build && running.step == event.step;
    });
    const auto since = found == m_running.end() ? m_clock.monotonic() : found->since;
    if (found != m_running.end())
        m_running.erase(found);
    m_transfers.end(event.build, event.step);
    stay(QStringLiteral("%1 %2 (%3)")
             .arg(named(event.build, event.step), event.text, shownDuration(m_clock.monotonic() - since)));
    tick();
}

void ProgressView::transferred(const Event &event)
{
    const auto now = m_clock.monotonic();
    m_transfers.take(event, now);
    if (m_target.terminal)
        return tick();
    if (now - m_transferShown < transferLineEvery)
        return;
    m_transferShown = now;
    stay(QStringLiteral("%1: %2").arg(event.step, m_transfers.shown(0)));
}

QString ProgressView::called(const QString &build) const
{
    constexpr qsizetype tellingPart = 4; // of the id, as `builds show` understands it
    const auto image = m_builds.value(build);
    return image.isEmpty() ? build.first(std::min(build.size(), tellingPart)) : image;
}

QString ProgressView::named(const QString &build, const QString &step) const
{
    return m_builds.size() > 1 && !build.isEmpty() ? called(build) + u' ' + step : step;
}

QStringList ProgressView::stepsOf(const QString &build) const
{
    QStringList steps;
    for (const auto &running : m_running)
        if (running.build == build)
            steps << QStringLiteral("%1 %2").arg(running.step, shownDuration(m_clock.monotonic() - running.since));
    return steps;
}

QStringList ProgressView::statusLines() const
{
    QStringList builds;
    for (const auto &running : m_running)
        if (!builds.contains(running.build))
            builds << running.build;
    QStringList lines;
    for (const auto &build : std::as_const(builds))
        lines << (builds.size() > 1 ? called(build) + QStringLiteral("  ") : QString()) + stepsOf(build).join(u"  ");
    if (lines.size() > mostLines)
        lines = lines.first(mostLines) << QStringLiteral("and %1 more").arg(lines.size() - mostLines);
    QStringList sum;
    if (m_transfers.active())
        sum << m_transfers.shown(barWidth);
    if (!lines.isEmpty() || !sum.isEmpty())
        sum << QStringLiteral("%1 in all").arg(shownDuration(m_clock.monotonic() - m_start));
    if (lines.size() > 1)
        lines << sum.join(u"  ");
    else if (!sum.isEmpty())
        lines = {(lines + sum).join(u"  ")};
    return lines;
}

void ProgressView::tick()
{
    const auto now = m_clock.monotonic();
    if (!m_target.terminal || now - m_drawn < redrawEvery)
        return;
    m_drawn = now;
    auto lines = statusLines();
    for (auto &line : lines)
        line.truncate(m_target.width() - 1);
    clear();
    if (lines.isEmpty())
        return;
    m_target.write(lines.join(u'\n').toUtf8());
    m_onScreen = lines.size();
}

void ProgressView::note(const QString &text)
{
    stay(text);
}

void ProgressView::stay(const QString &text)
{
    clear();
    m_target.write(text.toUtf8() + '\n');
}

void ProgressView::clear()
{
    // ECMA-48: to the line's start, erase to its end; one line up.
    if (m_onScreen > 0)
        m_target.write("\r\033[K" + QByteArray("\033[A\033[K").repeated(m_onScreen - 1));
    m_onScreen = 0;
}

} // namespace imagebuilder::headless
