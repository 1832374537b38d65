// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/responsereader.h"

#include "http/failures.h"

namespace imagebuilder::http {

namespace {
constexpr qsizetype longestHead = 64LL * 1024;
}

std::unexpected<Error> ResponseReader::wrong(const QString &what) const
{
    return failure(ErrorKind::Protocol,
                   QStringLiteral("%1: the answer is no HTTP: %2").arg(shownRequest(m_request), what));
}

Result<void> ResponseReader::feed(const QByteArray &bytes)
{
    if (m_buffer.isEmpty())
        m_buffer = bytes;
    else
        m_buffer += bytes;
    while (m_state != State::Complete) {
        IB_TRY(const bool moved, step());
        if (!moved)
            break;
    }
    return {};
}

Result<void> ResponseReader::end(const QString &reason)
{
    if (m_state == State::UntilEnd)
        m_state = State::Complete;
    if (m_state == State::Complete)
        return {};
    if (m_state == State::Head)
        return failure(connectionFailure(m_request, reason));
    return failure(cutAnswer(m_request, m_received));
}

Result<bool> ResponseReader::step()
{
    switch (m_state) {
    case State::Head:
        return takeHead();
    case State::Counted:
    case State::Chunk:
    case State::UntilEnd:
        return moveBody();
    case State::ChunkSize:
        return takeChunkSize();
    case State::ChunkEnd:
    case State::Trailer: {
        const auto line = takeLine();
        if (!line)
            return m_buffer.size() > longestHead ? Result<bool>(wrong(QStringLiteral("a line without end"))) : false;
        if (m_state == State::ChunkEnd && !line->isEmpty())
            return wrong(QStringLiteral("a chunk is longer than it said"));
        if (m_state == State::ChunkEnd)
            m_state = State::ChunkSize;
        else if (line->isEmpty())
            m_state = State::Complete;
        return true;
    }
    case State::Complete:
        break;
    }
    return false;
}

std::optional<QByteArray> ResponseReader::takeLine()
{
    const auto end = m_buffer.indexOf('\n');
    if (end < 0)
        return std::nullopt;
    auto line = m_buffer.first(end);
    m_buffer.remove(0, end + 1);
    if (line.endsWith('\r'))
        line.chop(1);
    return line;
}

Result<bool> ResponseReader::takeHead()
{
    const auto end = m_buffer.indexOf("\r\n\r\n");
    if (std::max(end, end < 0 ? m_buffer.size() : 0) > longestHead)
        return wrong(QStringLiteral("its head has no end"));
    if (end < 0)
        return false;
    const auto head = m_buffer.first(end);
    m_buffer.remove(0, end + 4);
    IB_CHECK(parseHead(head));
    if (m_response.status < 200)
        return true; // 100 Continue and its like announce the answer
    IB_CHECK(chooseBody());
    return true;
}

Result<void> ResponseReader::parseHead(const QByteArray &head)
{
    const auto lines = head.split('\n');
    const auto words = lines[0].trimmed().split(' ');
    bool numeric = false;
    m_response = {};
    m_response.url = m_request.url;
    m_response.status = words.value(1).toInt(&numeric);
    if (!words[0].startsWith("HTTP/1.") || !numeric || m_response.status < 100 || m_response.status > 999)
        return wrong(QStringLiteral("its first line is not one of HTTP/1.1"));
    for (const auto &line : lines.mid(1)) {
        const auto colon = line.indexOf(':');
        if (colon <= 0)
            return wrong(QStringLiteral("a header without a name"));
        m_response.headers.append({line.first(colon).trimmed(), line.sliced(colon + 1).trimmed()});
    }
    return {};
}

Result<void> ResponseReader::chooseBody()
{
    const auto coding = m_response.header("Transfer-Encoding").toLower();
    const auto length = m_response.header("Content-Length");
    if (m_body == Body::Never || m_response.status == 204 || m_response.status == 304) {
        m_state = State::Complete;
    } else if (coding == "chunked") {
        m_state = State::ChunkSize;
    } else if (!coding.isEmpty()) {
        return wrong(QStringLiteral("a transfer encoding that nobody asked for"));
    } else if (!length.isEmpty()) {
        bool numeric = false;
        m_left = length.toLongLong(&numeric);
        if (!numeric || m_left < 0)
            return wrong(QStringLiteral("a Content-Length that is no number"));
        m_state = m_left == 0 ? State::Complete : State::Counted;
    } else {
        m_state = State::UntilEnd;
    }
    return {};
}

Result<bool> ResponseReader::moveBody()
{
    const auto size =
        m_state == State::UntilEnd ? m_buffer.size() : std::min(static_cast<qint64>(m_buffer.size()), m_left);
    if (size == 0)
        return false;
    m_received += size;
    if (m_received > m_request.maxBody && !(m_body == Body::Streamed && m_response.ok()))
        return failure(tooLarge(m_request));
    if (m_response.body.isEmpty() && size == m_buffer.size()) {
        m_response.body = std::exchange(m_buffer, {}); // the usual case of a stream, without a copy
    } else {
        m_response.body += QByteArrayView(m_buffer).first(size);
        m_buffer.remove(0, size);
    }
    if (m_state == State::UntilEnd)
        return true;
    m_left -= size;
    if (m_left == 0)
        m_state = m_state == State::Chunk ? State::ChunkEnd : State::Complete;
    return true;
}

Result<bool> ResponseReader::takeChunkSize()
{
    const auto line = takeLine();
    if (!line)
        return m_buffer.size() > longestHead ? Result<bool>(wrong(QStringLiteral("a line without end"))) : false;
    bool numeric = false;
    m_left = line->split(';').first().trimmed().toLongLong(&numeric, 16);
    if (!numeric || m_left < 0)
        return wrong(QStringLiteral("a chunk without its size"));
    m_state = m_left == 0 ? State::Trailer : State::Chunk;
    return true;
}

} // namespace imagebuilder::http
