// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/feed/feed.h"

#include "app/feed/fingerprint.h"

#include <utility>

namespace imagebuilder::app {

namespace {

/// Nothing of the journal tells that an image has become too old, or that the next run is due.
constexpr milliseconds lookAnyway = std::chrono::minutes(1);
constexpr qint64 mostBehind = 512LL * 1024;
/// A build's process still writes to the log when the journal says that it has ended.
constexpr milliseconds lastWords = seconds(3);

} // namespace

Result<QList<feed::Event>> Feed::next()
{
    QList<feed::Event> events;
    IB_TRY(const auto *const journal, m_backend.journal());
    IB_TRY(const auto open, openBuilds(m_backend));
    IB_TRY(const bool changed, somethingChanged(open));
    const bool whole = std::exchange(m_startOver, false);
    if (whole) {
        m_told.clear();
        m_toldStatus.clear();
        m_transfers.clear();
        events << feed::SnapshotBegins{journal->deployment()};
    }
    if (whole || changed) {
        IB_CHECK(tellBuilds(events));
        IB_CHECK(tellStatus(events));
    }
    if (whole)
        events << feed::Ready{};
    tellLogs(events);
    tellTransfers(events);
    tellBeat(events);
    return events;
}

Result<bool> Feed::somethingChanged(const QList<BuildView> &open)
{
    IB_TRY(const auto *const journal, m_backend.journal());
    IB_TRY(auto seen, journal->revision());
    for (const auto &view : open)
        seen += view.alive ? view.record.id : QString();
    const auto now = m_backend.clock().monotonic();
    const bool changed = std::exchange(m_seen, seen) != seen || now - m_lookedAt >= lookAnyway;
    if (changed)
        m_lookedAt = now;
    return changed;
}

Result<void> Feed::tellBuilds(QList<feed::Event> &events)
{
    IB_TRY(const auto *const journal, m_backend.journal());
    IB_TRY(auto records, journal->builds(m_options.builds));
    IB_TRY(const auto open, journal->openBuilds());
    QSet<QString> present;
    for (const auto &record : std::as_const(records))
        present << record.id;
    for (const auto &record : open) // one that runs may be older than all of those
        if (!present.contains(record.id)) {
            present << record.id;
            records << record;
        }
    IB_TRY(const auto delivered, journal->deliveredCounts());
    for (auto record = records.crbegin(); record != records.crend(); ++record)
        IB_CHECK(tellBuild(events, viewOf(m_backend.settings(), *record), delivered.value(record->id)));
    for (const auto &id : m_told.keys())
        if (!present.contains(id)) {
            events << feed::BuildForgotten{id};
            m_told.remove(id);
        }
    return {};
}

Result<void> Feed::tellBuild(QList<feed::Event> &events, const BuildView &view, int delivered)
{
    const bool isOpen = view.record.state == store::BuildState::Running;
    const auto &id = view.record.id;
    const auto told = m_told.constFind(id);
    feed::BuildTold now{.view = view,
                        .steps = {},
                        .consumers = static_cast<int>(view.record.request.value(u"consumers").toArray().size()),
                        .delivered = delivered};
    IB_TRY(const auto *const journal, m_backend.journal());
    // An ended one's steps are what they were, and there are thousands of those.
    if (isOpen || told == m_told.cend() || told->open) {
        IB_TRY(now.steps, journal->steps(id));
    }
    const auto print = feed::fingerprint(now);
    if (told != m_told.cend() && told->fingerprint == print && told->open == isOpen)
        return {};
    if (now.steps.isEmpty()) {
        IB_TRY(now.steps, journal->steps(id));
    }
    if (isOpen && !m_logs.contains(id)) {
        const bool fromStart = !m_toldStatus.isEmpty(); // it began before our eyes
        m_logs.try_emplace(id, BuildLogs::path(m_backend.settings().folders.log, id), fromStart ? 0 : -1);
    }
    m_told.insert(id, {print, isOpen});
    events << now;
    return {};
}

Result<void> Feed::tellStatus(QList<feed::Event> &events)
{
    IB_TRY(const auto now, status(m_backend));
    const auto print = feed::fingerprint(now);
    if (std::exchange(m_toldStatus, print) != print)
        events << feed::StatusTold{now};
    return {};
}

void Feed::tellLogs(QList<feed::Event> &events)
{
    m_hasMore = false;
    const auto now = m_backend.clock().monotonic();
    for (auto entry = m_logs.begin(); entry != m_logs.end();) {
        const auto &id = entry->first;
        auto &[log, ended] = entry->second;
        if (log.behind() > mostBehind) {
            events << feed::Skipped{id, log.skip()};
            m_startOver = true;
        }
        const auto lines = log.read();
        for (const auto &line : lines)
            events << feed::LogLine{id, line.text, line.end};
        const bool more = !lines.isEmpty() && log.behind() > 0;
        m_hasMore = m_hasMore || more;
        if (!m_told.value(id).open && !ended)
            ended = now;
        entry = ended && !more && now - *ended > lastWords ? m_logs.erase(entry) : std::next(entry);
    }
    m_hasMore = m_hasMore || m_startOver;
}

void Feed::tellTransfers(QList<feed::Event> &events)
{
    for (const auto &[id, told] : std::as_const(m_told).asKeyValueRange()) {
        if (!told.open && !m_transfers.contains(id))
            continue;
        const auto now = told.open ? BuildProgress::read(m_backend.settings().folders.log, id) : std::nullopt;
        const auto before = m_transfers.constFind(id);
        const bool same = now ? before != m_transfers.cend() && *before == *now : before == m_transfers.cend();
        if (same)
            continue;
        if (now)
            m_transfers.insert(id, *now);
        else
            m_transfers.remove(id);
        events << feed::TransferTold{id, now};
    }
}

void Feed::tellBeat(QList<feed::Event> &events)
{
    const auto now = m_backend.clock().monotonic();
    if (m_beat && now - *m_beat < m_options.beat)
        return;
    m_beat = now;
    events << feed::Beat{m_backend.clock().now()};
}

} // namespace imagebuilder::app
