// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/singleexchange.h"

#include "http/connection.h"
#include "http/failures.h"

namespace imagebuilder::http {

namespace {

constexpr qint64 bodyPiece = 256LL * 1024;
/// So many bytes wait for the network at most: enough that it never waits for us.
constexpr qint64 mostPending = 1024LL * 1024;

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

/// Until all is sent or answered.
Task<Result<void>> sendBody(std::shared_ptr<Connection> connection, std::shared_ptr<ResponseReader> reader,
                            std::shared_ptr<BodySource> source, qint64 length, std::stop_token stop)
{
    while (length > 0 && !reader->hasHead()) {
        connection->idle().pause();
        IB_CO_TRY(const auto piece, co_await source->read(std::min(length, bodyPiece), stop));
        connection->idle().restart();
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

} // namespace

Task<Result<Response>> exchangeOnce(Request request, std::shared_ptr<BodySource> source, qint64 length,
                                    QSslConfiguration tls, QNetworkProxy proxy, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return failure(cancelled());
    auto connection = std::make_shared<Connection>(request, proxy);
    IB_CO_CHECK(co_await Connection::open(connection, std::move(tls), stop));
    connection->write(headOf(request, length, proxy));
    const auto body = request.method == "HEAD" ? ResponseReader::Body::Never : ResponseReader::Body::Expected;
    auto reader = std::make_shared<ResponseReader>(request, body);
    IB_CO_CHECK(co_await sendBody(connection, reader, std::move(source), length, stop));
    IB_CO_CHECK(connection->receive(*reader));
    while (!reader->isComplete()) {
        IB_CO_CHECK(co_await Connection::change(connection, stop));
        IB_CO_CHECK(connection->receive(*reader));
    }
    co_return reader->takeResponse();
}

} // namespace imagebuilder::http
