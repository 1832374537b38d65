// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QByteArray>

#include <memory>
#include <stop_token>

namespace imagebuilder::http {

/// Bytes that are asked for piece by piece, so that memory stays bounded.
class BodySource
{
public:
    virtual ~BodySource() = default;
    /// Up to `most` bytes, at least one; an empty array is the end.
    [[nodiscard]] virtual Task<Result<QByteArray>> read(qint64 most, std::stop_token stop) = 0;
};

/// Bytes that arrive piece by piece; the sender waits until a piece is taken.
class BodySink
{
public:
    virtual ~BodySink() = default;
    [[nodiscard]] virtual Task<Result<void>> write(QByteArray piece, std::stop_token stop) = 0;
};

} // namespace imagebuilder::http
