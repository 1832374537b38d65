// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/singleexchange.h"

#include "http/connection.h"
#include "http/failures.h"

namespace imagebuilder::http {

namespace {

/// The kernel holds what fills the line; what waits here beyond that only makes malloc give memory back and take it
/// again (see Connection), which halves the rate over TLS.
constexpr qint64 bodyPiece = 64LL * 1024;
constexpr qint64 mostPending = 64LL * 1024;

QByteArray headOf(const Request &request, qint64 length, const QNetworkProxy &proxy)
{
    const bool viaProxy = proxy.type() == QNetworkProxy::HttpCachingProxy;
    const auto &url = request.url;
    auto target = url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment).toEncoded();
    if (!viaProxy) {
        auto path = url.path(QUrl::FullyEncoded);
        target = (path.isEmpty() ? QStringLiteral("/") : path).toLatin1();
        if (url.hasQuery())
            target += '?' + url.query(QUrl::FullyEncoded).toLatin1();
    }
    auto host = url.host(QUrl::FullyEncoded).toLatin1();
    if (url.port() != -1)
        host += ':' + QByteArray::number(url.port());
    Headers headers = {{"Host", host},
                       {"Connection", "close"},
                       {"User-Agent", "imagebuilder/" IMAGEBUILDER_VERSION},
                       {"Content-Length", QByteArray::number(length)}};
    if (length > 0 && headerValue(request.headers, "Content-Type").isEmpty())
        headers.emplaceBack("Content-Type", "application/octet-stream");
    if (const auto authorization = proxyAuthorization(proxy); viaProxy && !authorization.isEmpty())
        headers.emplaceBack("Proxy-Authorization", authorization);
    auto head = request.method + ' ' + target + " HTTP/1.1\r\n";
    for (const auto &[name, value] : headers + request.headers)
        head += name + ": " + value + "\r\n";
    return head + "\r\n";
}

ResponseReader::Body answerOf(const SingleExchange &exchange)
{
    if (exchange.request.method == "HEAD")
        return ResponseReader::Body::Never;
    return exchange.sink ? ResponseReader::Body::Streamed : ResponseReader::Body::Expected;
}

/// Until all is sent or answered.
Task<Result<void>> sendBody(std::shared_ptr<Connection> connection, std::shared_ptr<ResponseReader> reader,
                            std::shared_ptr<BodySource> source, qint64 length, std::stop_token stop)
{
    while (length > 0 && !reader->hasHead()) {
        connection->idle().pause();
        IB_CO_TRY(const auto piece, co_await source->read(std::min(length, bodyPiece), stop));
        connection->idle().resume();
        if (piece.isEmpty())
            co_return failure(ErrorKind::Internal,
                              QStringLiteral("the body to send ended %1 bytes before its length").arg(length));
        length -= piece.size();
        connection->write(piece);
        IB_CO_CHECK(connection->receive(*reader));
        while (connection->pending() > mostPending && !reader->hasHead()) {
            IB_CO_CHECK(co_await Connection::change(connection, stop));
            IB_CO_CHECK(connection->receive(*reader));
        }
    }
    co_return Result<void>{};
}

/// Until the answer is complete.
Task<Result<void>> receiveBody(std::shared_ptr<Connection> connection, std::shared_ptr<ResponseReader> reader,
                               std::shared_ptr<SingleExchange> exchange, std::stop_token stop)
{
    while (true) {
        IB_CO_CHECK(connection->receive(*reader));
        exchange->received = reader->received();
        const auto piece = exchange->sink && reader->isSuccess() ? reader->takeBody() : QByteArray();
        if (!piece.isEmpty()) {
            connection->idle().pause();
            IB_CO_CHECK(co_await exchange->sink->write(piece, stop));
            connection->idle().resume();
        } else if (reader->isComplete()) {
            co_return Result<void>{};
        } else {
            IB_CO_CHECK(co_await Connection::change(connection, stop));
        }
    }
}

} // namespace

Task<Result<Response>> exchangeOnce(std::shared_ptr<SingleExchange> exchange, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return failure(cancelled());
    const auto &request = exchange->request;
    auto connection = std::make_shared<Connection>(request, exchange->proxy);
    IB_CO_CHECK(co_await Connection::open(connection, exchange->tls, stop));
    connection->write(headOf(request, exchange->length, exchange->proxy));
    auto reader = std::make_shared<ResponseReader>(request, answerOf(*exchange));
    IB_CO_CHECK(co_await sendBody(connection, reader, std::move(exchange->source), exchange->length, stop));
    IB_CO_CHECK(co_await receiveBody(connection, reader, exchange, stop));
    auto response = reader->takeResponse();
    if (response.status == 407 && exchange->proxy.type() == QNetworkProxy::HttpCachingProxy)
        co_return failure(connectionFailure(request, QNetworkReply::ProxyAuthenticationRequiredError, {}));
    co_return response;
}

} // namespace imagebuilder::http
