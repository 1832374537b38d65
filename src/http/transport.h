// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/body.h"
#include "http/message.h"

namespace imagebuilder::http {

/// Sends requests over the network. An answer of any status is a Response; only the lack of one is an error
/// (Unavailable: no connection, reset; Timeout: idle too long; Protocol: cut or oversized body; Cancelled; Config: the
/// server's certificate is not trusted, or the proxy refuses us).
class Transport
{
public:
    virtual ~Transport() = default;

    [[nodiscard]] virtual Task<Result<Response>> send(Request request, std::stop_token stop) = 0;

    /// Streams the body of a 2xx answer into `sink`; the Response has no body then. Other answers carry theirs and
    /// leave the sink untouched. A body shorter than Content-Length is a Protocol error.
    [[nodiscard]] virtual Task<Result<Response>> download(Request request, std::shared_ptr<BodySink> sink,
                                                          std::stop_token stop) = 0;

    /// Sends `length` bytes from `source` as the body, exactly once: never repeated by this layer or below.
    [[nodiscard]] virtual Task<Result<Response>> upload(Request request, std::shared_ptr<BodySource> source,
                                                        qint64 length, std::stop_token stop) = 0;
};

/// How one cloud is reached.
struct TransportOptions
{
    QString caFile;          ///< PEM bundle instead of the system's
    QString certificateFile; ///< client certificate, PEM
    QString keyFile;         ///< its key, PEM
    bool verify = true;      ///< false only where clouds.yaml says `verify: false`
};

} // namespace imagebuilder::http
