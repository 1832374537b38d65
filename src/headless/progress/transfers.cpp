// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/progress/transfers.h"

#include "headless/output/amounts.h"

#include <numeric>

namespace imagebuilder::headless {

namespace {
constexpr milliseconds window = seconds(10);
} // namespace

void Transfers::take(const build::Event &event, milliseconds now)
{
    const auto key = event.build + u'\n' + event.step + u'\n' + event.text;
    const bool isNew = !m_amounts.contains(key);
    m_amounts[key] = {event.build, event.step, event.done, event.total};
    // What is there when a transfer begins (a resumed download) says nothing about the rate.
    if (isNew || (!m_samples.empty() && m_samples.back().done > done()))
        m_samples.clear();
    m_samples.push_back({now, done()});
    while (m_samples.size() > 2 && m_samples.front().time < now - window)
        m_samples.pop_front();
}

void Transfers::end(const QString &build, const QString &step)
{
    m_amounts.removeIf([&](const auto &entry) { return entry->build == build && entry->step == step; });
    m_samples.clear();
}

qint64 Transfers::done() const
{
    return std::accumulate(m_amounts.begin(), m_amounts.end(), qint64(0),
                           [](qint64 sum, const Amount &amount) { return sum + amount.done; });
}

qint64 Transfers::total() const
{
    return std::accumulate(m_amounts.begin(), m_amounts.end(), qint64(0),
                           [](qint64 sum, const Amount &amount) { return sum + amount.total; });
}

qint64 Transfers::rate() const
{
    if (m_samples.size() < 2)
        return 0;
    const auto took = (m_samples.back().time - m_samples.front().time).count();
    return took > 0 ? (m_samples.back().done - m_samples.front().done) * 1000 / took : 0;
}

QString Transfers::shown(int bar) const
{
    QStringList parts;
    if (bar > 0)
        parts << shownBar(done(), total(), bar);
    parts << QStringLiteral("%1 of %2").arg(shownBytes(done()), shownBytes(total()));
    if (const auto bytesPerSecond = rate(); bytesPerSecond > 0) {
        parts << shownBytes(bytesPerSecond) + QStringLiteral("/s");
        parts << shownDuration(seconds((total() - done()) / bytesPerSecond)) + QStringLiteral(" left");
    }
    return parts.join(QStringLiteral("  "));
}

} // namespace imagebuilder::headless
