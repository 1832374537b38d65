// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/body.h"

#include <algorithm>

namespace imagebuilder::testing {

/// A body from memory.
class BytesSource final : public http::BodySource
{
public:
    explicit BytesSource(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    Task<Result<QByteArray>> read(qint64 most, std::stop_token) override
    {
        const auto piece = m_bytes.mid(m_position, std::max<qint64>(most, 1));
        m_position += piece.size();
        co_return piece;
    }

private:
    QByteArray m_bytes;
    qint64 m_position = 0;
};

/// A body into memory.
class BytesSink final : public http::BodySink
{
public:
    Task<Result<void>> write(QByteArray piece, std::stop_token) override
    {
        bytes += piece;
        co_return Result<void>{};
    }
    QByteArray bytes;
};

} // namespace imagebuilder::testing
