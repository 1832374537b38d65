// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.h"

#include <optional>

namespace imagebuilder::http {

/// Makes a Response out of the bytes of a connection (RFC 9112), as they come. Interim answers (1xx) are skipped.
class ResponseReader
{
public:
    enum class Body { Expected, Never };

    /// `Never` for answers to HEAD and CONNECT.
    ResponseReader(Request request, Body body) : m_request(std::move(request)), m_hasBody(body == Body::Expected) {}

    /// A Protocol error when this is no HTTP/1.x or more than makes sense.
    Result<void> feed(const QByteArray &bytes);
    /// No more bytes come: the end of some bodies, else an error (Unavailable before the head, Protocol after it).
    Result<void> end(const QString &reason);

    bool hasHead() const { return m_state != State::Head; }
    bool isComplete() const { return m_state == State::Complete; }
    Response takeResponse() { return std::move(m_response); }

private:
    enum class State { Head, Counted, UntilEnd, ChunkSize, Chunk, ChunkEnd, Trailer, Complete };

    /// False when more bytes are needed.
    Result<bool> step();
    Result<bool> takeHead();
    Result<void> parseHead(const QByteArray &head);
    Result<void> chooseBody();
    Result<bool> takeBody();
    Result<bool> takeChunkSize();
    std::optional<QByteArray> takeLine();
    std::unexpected<Error> wrong(const QString &what) const;

    Request m_request;
    bool m_hasBody;
    State m_state = State::Head;
    QByteArray m_buffer;
    qint64 m_left = 0; ///< of the body or chunk
    Response m_response;
};

} // namespace imagebuilder::http
