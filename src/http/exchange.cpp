// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/exchange.h"

#include "http/failures.h"

#include <QtNetwork/QHttp1Configuration>

namespace imagebuilder::http {

namespace {

constexpr qint64 replyBuffer = 1024LL * 1024;
constexpr qint64 replyPiece = 256LL * 1024;
/// Downloads that take an hour must not keep the short requests waiting.
constexpr qsizetype connectionsPerHost = 32;

QNetworkRequest networkRequest(const Request &request, const QSslConfiguration &tls)
{
    // Without user info, which QNetworkAccessManager would send as credentials.
    QNetworkRequest network(request.url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment));
    network.setSslConfiguration(tls);
    network.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    network.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    network.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    QHttp1Configuration http1;
    http1.setNumberOfConnectionsPerHost(connectionsPerHost);
    network.setHttp1Configuration(http1);
    network.setRawHeader("User-Agent", "imagebuilder/" IMAGEBUILDER_VERSION);
    // Bytes as they are: lengths and digests are checked, and nothing small can become huge.
    network.setRawHeader("Accept-Encoding", "identity");
    if (!request.body.isEmpty())
        network.setRawHeader("Content-Type", "application/octet-stream");
    for (const auto &[name, value] : request.headers)
        network.setRawHeader(name, value);
    return network;
}

bool isAnswer(QNetworkReply::NetworkError error)
{
    using enum QNetworkReply::NetworkError;
    // Codes from here on stand for HTTP statuses, all but two.
    return error == NoError ||
           (error >= ContentAccessDenied && error != ContentReSendError && error != ProtocolFailure);
}

} // namespace

Exchange::Exchange(std::shared_ptr<QNetworkAccessManager> manager, Request request, const QSslConfiguration &tls)
    : m_manager(std::move(manager)), m_request(std::move(request)), m_idle(m_request.idleTimeout, m_changed),
      m_reply(start(m_request, tls))
{
    auto *reply = m_reply.get();
    reply->setReadBufferSize(replyBuffer);
    const auto moved = [this] {
        m_idle.restart();
    };
    const auto changed = [this] {
        m_idle.restart();
        m_changed.notify();
    };
    QObject::connect(reply, &QNetworkReply::uploadProgress, reply, moved);
    QObject::connect(reply, &QNetworkReply::requestSent, reply, moved);
    QObject::connect(reply, &QNetworkReply::encrypted, reply, moved);
    QObject::connect(reply, &QNetworkReply::metaDataChanged, reply, [this, changed] {
        m_headSeen = true;
        changed();
    });
    QObject::connect(reply, &QNetworkReply::readyRead, reply, changed);
    QObject::connect(reply, &QNetworkReply::finished, reply, changed);
    QObject::connect(reply, &QNetworkReply::sslErrors, reply,
                     [this](const QList<QSslError> &errors) { m_tlsErrors = errors.value(0).errorString(); });
}

Exchange::~Exchange()
{
    m_reply->disconnect();
    m_reply->abort();
}

QNetworkReply *Exchange::start(const Request &request, const QSslConfiguration &tls)
{
    const auto network = networkRequest(request, tls);
    const auto &method = request.method;
    if (method == "GET" && request.body.isEmpty())
        return m_manager->get(network);
    if (method == "HEAD")
        return m_manager->head(network);
    if (method == "DELETE" && request.body.isEmpty())
        return m_manager->deleteResource(network);
    return m_manager->sendCustomRequest(network, method, request.body);
}

Task<Result<void>> Exchange::change(std::shared_ptr<Exchange> self, std::stop_token stop)
{
    if (self->m_idle.passed())
        co_return failure(idledOut(self->m_request));
    co_return co_await self->m_changed.wait(std::move(stop));
}

std::optional<Error> Exchange::failed() const
{
    const auto error = m_reply->error();
    if (!isAnswer(error) || !hasHead()) {
        if (error == QNetworkReply::SslHandshakeFailedError && !m_tlsErrors.isEmpty())
            return untrusted(m_request, m_tlsErrors);
        if (hasHead() && error == QNetworkReply::RemoteHostClosedError)
            return cutAnswer(m_request, m_received);
        return connectionFailure(m_request, error, m_reply->errorString());
    }
    const auto length = m_reply->header(QNetworkRequest::ContentLengthHeader);
    const auto status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool bodiless = m_request.method == "HEAD" || status == 204 || status == 304;
    if (!bodiless && length.isValid() && m_received < length.toLongLong())
        return cutAnswer(m_request, m_received);
    return std::nullopt;
}

Task<Result<Response>> Exchange::head(std::shared_ptr<Exchange> self, std::stop_token stop)
{
    while (!self->hasHead()) {
        if (self->m_reply->isFinished())
            co_return failure(self->failed().value_or(connectionFailure(self->m_request, QStringLiteral("it ended"))));
        IB_CO_CHECK(co_await change(self, stop));
    }
    Response response;
    response.status = self->m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    response.headers = self->m_reply->rawHeaderPairs();
    response.url = self->m_request.url;
    co_return response;
}

Task<Result<QByteArray>> Exchange::read(std::shared_ptr<Exchange> self, std::stop_token stop)
{
    while (self->m_reply->bytesAvailable() == 0) {
        if (self->m_reply->isFinished()) {
            if (auto error = self->failed())
                co_return failure(*std::move(error));
            co_return QByteArray();
        }
        IB_CO_CHECK(co_await change(self, stop));
    }
    auto piece = self->m_reply->read(std::min(replyPiece, self->m_reply->bytesAvailable()));
    self->m_received += piece.size();
    co_return piece;
}

} // namespace imagebuilder::http
