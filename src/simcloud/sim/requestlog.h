// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QJsonArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include <mutex>

namespace imagebuilder::simcloud {

/// All requests but those of tests to /sim/, numbered from 1. Safe from any thread.
class RequestLog
{
public:
    struct Entry
    {
        qint64 number = 0;
        QString method;
        QString route; ///< "/image/v2/images/{id}"; empty where no route is
        QString path;  ///< with the query
        QString project;
        bool done = false; ///< it was carried out
        int status = 0;    ///< as carried out, whatever became of the answer
    };

    /// The new request's number.
    qint64 add(Entry entry);
    void setDone(qint64 number, int status);
    /// Those with a number above `after`.
    QJsonArray toJson(qint64 after) const;
    void clear();

private:
    mutable std::mutex m_mutex;
    QList<Entry> m_entries; ///< the last 50,000
    qint64 m_last = 0;
};

} // namespace imagebuilder::simcloud
