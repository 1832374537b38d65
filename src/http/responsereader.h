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
    enum class Body { Expected, Streamed, Never };

    /// `Streamed`: a success's body is taken as it comes, so its size is not limited. `Never`: answers to HEAD,
    /// CONNECT.
    ResponseReader(Request request, Body body) : m_request(std::move(request)), m_body(body) {}

    /// A Protocol error when this is no HTTP/1.x or more than makes sense.
    Result<void> feed(const QByteArray &bytes);
    /// No more bytes come: the end of some bodies, else an error (Unavailable before the head, Protocol after it).
    Result<void> end(const QString &reason);

    bool hasHead() const { return m_state != State::Head; }
    bool isComplete() const { return m_state == State::Complete; }
    /// Once it has its head: whether the answer is a success.
    bool isSuccess() const { return hasHead() && m_response.ok(); }
    /// What came of the body since the last time.
    QByteArray takeBody() { return std::exchange(m_response.body, {}); }
    /// Bytes of the body so far.
    qint64 received() const { return m_received; }
    Response takeResponse() { return std::move(m_response); }

private:
    enum class State { Head, Counted, UntilEnd, ChunkSize, Chunk, ChunkEnd, Trailer, Complete };

    /// False when more bytes are needed.
    Result<bool> step();
    Result<bool> takeHead();
    Result<void> parseHead(const QByteArray &head);
    Result<void> chooseBody();
    Result<bool> moveBody();
    Result<bool> takeChunkSize();
    std::optional<QByteArray> takeLine();
    std::unexpected<Error> wrong(const QString &what) const;

    Request m_request;
    Body m_body;
    State m_state = State::Head;
    QByteArray m_buffer;
    qint64 m_left = 0; ///< of the body or chunk
    qint64 m_received = 0;
    Response m_response;
};

} // namespace imagebuilder::http
