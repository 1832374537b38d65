// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/retry.h"

#include "base/backoff.h"
#include "base/logging.h"
#include "http/failures.h"

#include <QtCore/QLocale>
#include <QtCore/QTimeZone>

namespace imagebuilder::http {

namespace {

/// Tells whether anything reached the sink behind it: from then on a download cannot start anew.
class WatchedSink final : public BodySink
{
public:
    explicit WatchedSink(std::shared_ptr<BodySink> sink) : m_sink(std::move(sink)) {}
    bool untouched() const { return m_untouched; }
    Task<Result<void>> write(QByteArray piece, std::stop_token stop) override
    {
        m_untouched = false;
        return m_sink->write(std::move(piece), std::move(stop));
    }

private:
    std::shared_ptr<BodySink> m_sink;
    bool m_untouched = true;
};

/// What the attempts of one request share; a value of its own, because the transport may go while they wait.
struct Attempts
{
    Clock &clock;
    RetryOptions options;
    Backoff backoff = Backoff(options.first, options.most);
    int made = 0;
};

bool mayGoAgain(const Request &request, const Result<Response> &result)
{
    if (!result) {
        const auto kind = result.error().kind();
        // Protocol: an answer that was cut.
        return request.repeatable &&
               (kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout || kind == ErrorKind::Protocol);
    }
    switch (result->status) {
    case 429:
    case 503:
        return true; // the service says that it did nothing
    case 500:
    case 502:
    case 504:
        return request.repeatable;
    default:
        return false;
    }
}

/// How long to wait before the next attempt; nothing when this result is the last word.
std::optional<milliseconds> pauseAfter(Attempts &attempts, const Request &request, const Result<Response> &result)
{
    if (++attempts.made >= attempts.options.attempts || !mayGoAgain(request, result))
        return std::nullopt;
    const auto pause = attempts.backoff.next();
    if (!result)
        return pause;
    const auto wished = retryAfter(*result, attempts.clock.now());
    if (wished && *wished > attempts.options.longestWished)
        return std::nullopt;
    // Jitter on top of the wish, so that not all who were refused come back in the same moment.
    return wished ? *wished + std::min(pause, *wished / 10) : pause;
}

void say(const Attempts &attempts, const Request &request, const Result<Response> &result, milliseconds pause)
{
    const auto what = result ? QStringLiteral("%1 is answered %2").arg(shownRequest(request)).arg(result->status)
                             : result.error().text();
    qCInfo(lcHttp).noquote() << QStringLiteral("%1; attempt %2 of %3 in %4 ms")
                                    .arg(what)
                                    .arg(attempts.made + 1)
                                    .arg(attempts.options.attempts)
                                    .arg(pause.count());
}

Task<Result<Response>> repeat(Transport &next, Attempts attempts, Request request, std::shared_ptr<BodySink> sink,
                              std::stop_token stop)
{
    const auto watched = sink ? std::make_shared<WatchedSink>(std::move(sink)) : nullptr;
    while (true) {
        auto task = watched ? next.download(request, watched, stop) : next.send(request, stop);
        auto result = co_await task;
        if (watched && !watched->untouched())
            co_return result;
        const auto pause = pauseAfter(attempts, request, result);
        if (!pause)
            co_return result;
        say(attempts, request, result, *pause);
        IB_CO_CHECK(co_await attempts.clock.sleep(*pause, stop));
    }
}

} // namespace

std::optional<milliseconds> retryAfter(const Response &response, const QDateTime &now)
{
    const auto value = QString::fromLatin1(response.header("Retry-After")).trimmed();
    if (value.isEmpty())
        return std::nullopt;
    bool numeric = false;
    const auto count = value.toUInt(&numeric);
    if (numeric)
        return seconds(count);
    // IMF-fixdate, the only form that may still be sent: "Wed, 21 Oct 2026 07:28:00 GMT".
    auto moment = QLocale::c().toDateTime(value, QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    if (!moment.isValid())
        return std::nullopt;
    moment.setTimeZone(QTimeZone::UTC);
    return std::max(milliseconds(0), milliseconds(now.msecsTo(moment)));
}

RetryingTransport::RetryingTransport(Transport &next, Clock &clock, RetryOptions options)
    : m_next(next), m_clock(clock), m_options(options)
{
}

Task<Result<Response>> RetryingTransport::send(Request request, std::stop_token stop)
{
    return repeat(m_next, Attempts{.clock = m_clock, .options = m_options}, std::move(request), nullptr,
                  std::move(stop));
}

Task<Result<Response>> RetryingTransport::download(Request request, std::shared_ptr<BodySink> sink,
                                                   std::stop_token stop)
{
    return repeat(m_next, Attempts{.clock = m_clock, .options = m_options}, std::move(request), std::move(sink),
                  std::move(stop));
}

Task<Result<Response>> RetryingTransport::upload(Request request, std::shared_ptr<BodySource> source, qint64 length,
                                                 std::stop_token stop)
{
    return m_next.upload(std::move(request), std::move(source), length, std::move(stop));
}

} // namespace imagebuilder::http
