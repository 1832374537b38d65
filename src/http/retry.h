// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/transport.h"

#include <optional>

namespace imagebuilder::http {

struct RetryOptions
{
    int attempts = 5;                       ///< in all
    milliseconds first = milliseconds(500); ///< pause before the second one, doubled with jitter from then on
    milliseconds most = seconds(30);
    milliseconds longestWished = seconds(120); ///< a longer Retry-After is not waited for
};

/// How long an answer's Retry-After asks to wait (seconds or an HTTP date, RFC 9110 10.2.3); nothing when absent or
/// wrong.
std::optional<milliseconds> retryAfter(const Response &response, const QDateTime &now);

/// Sends again what is safe to send again (CASES 25): answers 429 and 503 with their Retry-After honoured (any method:
/// the service says it did nothing), and, for repeatable requests, 500, 502, 504 and lost connections, with back-off
/// and jitter. Downloads are repeated only while nothing reached the sink; uploads never.
class RetryingTransport final : public Transport
{
public:
    /// `next` and `clock` must outlive it.
    RetryingTransport(Transport &next, Clock &clock, RetryOptions options = {});

    [[nodiscard]] Task<Result<Response>> send(Request request, std::stop_token stop) override;
    [[nodiscard]] Task<Result<Response>> download(Request request, std::shared_ptr<BodySink> sink,
                                                  std::stop_token stop) override;
    [[nodiscard]] Task<Result<Response>> upload(Request request, std::shared_ptr<BodySource> source, qint64 length,
                                                std::stop_token stop) override;

private:
    Transport &m_next;
    Clock &m_clock;
    RetryOptions m_options;
};

} // namespace imagebuilder::http
