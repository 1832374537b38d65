// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/requestlog.h"

#include <QtCore/QJsonObject>

#include <algorithm>

namespace imagebuilder::simcloud {

qint64 RequestLog::add(Entry entry)
{
    constexpr qsizetype most = 50'000;
    const std::scoped_lock lock(m_mutex);
    entry.number = ++m_last;
    m_entries.append(std::move(entry));
    if (m_entries.size() > most)
        m_entries.removeFirst();
    return m_last;
}

void RequestLog::setDone(qint64 number, int status)
{
    const std::scoped_lock lock(m_mutex);
    const auto entry = std::ranges::lower_bound(m_entries, number, {}, &Entry::number);
    if (entry == m_entries.end() || entry->number != number)
        return;
    entry->done = true;
    entry->status = status;
}

QJsonArray RequestLog::toJson(qint64 after) const
{
    const std::scoped_lock lock(m_mutex);
    QJsonArray all;
    for (auto entry = std::ranges::upper_bound(m_entries, after, {}, &Entry::number); entry != m_entries.end(); ++entry)
        all.append(QJsonObject{{"number", entry->number},
                               {"method", entry->method},
                               {"route", entry->route},
                               {"path", entry->path},
                               {"project", entry->project},
                               {"done", entry->done},
                               {"status", entry->status}});
    return all;
}

void RequestLog::clear()
{
    const std::scoped_lock lock(m_mutex);
    m_entries.clear();
    m_last = 0;
}

} // namespace imagebuilder::simcloud
