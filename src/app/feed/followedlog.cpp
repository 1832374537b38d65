// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/feed/followedlog.h"

namespace imagebuilder::app {

namespace {

constexpr qint64 pieceBytes = 64LL * 1024;

/// Cuts bytes that begin at `start` into whole lines; a piece without any end is one.
QList<FollowedLog::Line> linesOf(const QByteArray &bytes, qint64 start)
{
    QList<FollowedLog::Line> lines;
    qsizetype from = 0;
    for (auto end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', from)) {
        lines << FollowedLog::Line{bytes.sliced(from, end - from), start + end + 1};
        from = end + 1;
    }
    if (lines.isEmpty() && bytes.size() >= pieceBytes)
        lines << FollowedLog::Line{bytes, start + bytes.size()};
    return lines;
}

} // namespace

FollowedLog::FollowedLog(const QString &path, qint64 offset) : m_file(path), m_offset(offset)
{
    if (offset < 0)
        goToEnd();
}

void FollowedLog::goToEnd()
{
    const auto size = m_file.size();
    m_offset = std::max<qint64>(0, size - pieceBytes);
    if (m_offset == 0 || (!m_file.isOpen() && !m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)))
        return;
    m_file.seek(m_offset);
    const auto bytes = m_file.read(pieceBytes);
    m_offset += bytes.indexOf('\n') + 1; // none: the line comes in pieces
}

QList<FollowedLog::Line> FollowedLog::read()
{
    if (!m_file.isOpen() && !m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {};
    m_file.seek(m_offset);
    const auto lines = linesOf(m_file.read(pieceBytes), m_offset);
    if (!lines.isEmpty())
        m_offset = lines.last().end;
    return lines;
}

qint64 FollowedLog::behind() const
{
    return std::max<qint64>(0, m_file.size() - m_offset);
}

qint64 FollowedLog::skip()
{
    const auto before = m_offset;
    goToEnd();
    return m_offset - before;
}

QList<FollowedLog::Line> logBefore(const QString &path, qint64 before, qint64 most)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto end = before > 0 ? std::min(before, file.size()) : file.size();
    auto start = std::max<qint64>(0, end - most);
    file.seek(start);
    auto bytes = file.read(end - start);
    if (start > 0) {
        const auto first = bytes.indexOf('\n') + 1;
        bytes.remove(0, first);
        start += first;
    }
    return linesOf(bytes, start);
}

} // namespace imagebuilder::app
