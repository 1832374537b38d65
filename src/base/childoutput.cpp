// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/childoutput.h"

namespace imagebuilder {

namespace {

constexpr qsizetype longestLine = 16LL * 1024; ///< bytes; a longer one comes in pieces

constexpr char escape = '\x1b';
constexpr char bell = '\a';

/// The position after the escape sequence that starts at `at` (ECMA-48 5.4 for CSI; OSC ends in BEL or ESC \).
qsizetype afterSequence(QByteArrayView text, qsizetype at)
{
    if (++at >= text.size())
        return at;
    const char kind = text[at++];
    if (kind == '[') {
        while (at < text.size() && text[at] >= ' ' && text[at] < '@')
            ++at;
        return std::min(at + 1, text.size());
    }
    if (kind == ']') {
        while (at < text.size() && text[at] != bell && text[at] != escape)
            ++at;
        const bool longEnd = at < text.size() && text[at] == escape;
        return std::min(at + (longEnd ? 2 : 1), text.size());
    }
    return at;
}

} // namespace

QByteArray withoutControlCodes(QByteArrayView text)
{
    QByteArray clean;
    clean.reserve(text.size());
    for (qsizetype at = 0; at < text.size();) {
        const char byte = text[at];
        if (byte == escape) {
            at = afterSequence(text, at);
            continue;
        }
        const auto code = static_cast<unsigned char>(byte);
        if (byte == '\t' || (code >= 0x20 && code != 0x7f))
            clean += byte;
        ++at;
    }
    return clean;
}

void ChildOutput::add(const QByteArray &bytes)
{
    if (m_keep == Keep::First)
        m_kept += bytes.first(std::min<qint64>(bytes.size(), m_most - m_kept.size()));
    else
        m_kept = (m_kept + bytes).last(std::min<qint64>(m_kept.size() + bytes.size(), m_most));
    if (!m_onLine)
        return;
    m_line += bytes;
    qsizetype start = 0;
    for (qsizetype end = m_line.indexOf('\n'); end >= 0; end = m_line.indexOf('\n', start)) {
        tell(QByteArrayView(m_line).sliced(start, end - start));
        start = end + 1;
    }
    m_line.remove(0, start);
    if (m_line.size() > longestLine)
        end();
}

void ChildOutput::end()
{
    if (m_onLine && !m_line.isEmpty())
        tell(m_line);
    m_line.clear();
}

void ChildOutput::tell(QByteArrayView line) const
{
    m_onLine(withoutControlCodes(line));
}

} // namespace imagebuilder
