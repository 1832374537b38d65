// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QFile>
#include <QtCore/QList>

namespace imagebuilder::app {

/// A log that somebody else writes to, read in pieces of bounded size.
class FollowedLog
{
public:
    struct Line
    {
        QByteArray text; ///< without its end
        qint64 end = 0;  ///< offset of what follows it
    };

    /// From `offset` on; -1: from at most the last 64 KiB on, at the start of a line.
    FollowedLog(const QString &path, qint64 offset);

    /// The next whole lines, 64 KiB of them at most. A longer line comes in pieces.
    QList<Line> read();
    /// Bytes that are there and were not read.
    qint64 behind() const;
    /// Goes on at the end; the number of bytes that are left out by that.
    qint64 skip();

private:
    void goToEnd();
    QFile m_file;
    qint64 m_offset = 0;
};

/// Lines of a log that end at `before` or earlier (0: at its end), the newest `most` bytes of them, in order.
QList<FollowedLog::Line> logBefore(const QString &path, qint64 before, qint64 most);

} // namespace imagebuilder::app
