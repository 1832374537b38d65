// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/connection.h"

#include "http/failures.h"

namespace imagebuilder::http {

namespace {
/// Small on purpose: pieces above glibc's trim threshold (128 KiB) are given back to the kernel one by one, which costs
/// a download three quarters of its rate.
constexpr qint64 socketBuffer = 64LL * 1024;
} // namespace

QByteArray proxyAuthorization(const QNetworkProxy &proxy)
{
    if (proxy.user().isEmpty())
        return {};
    return "Basic " + (proxy.user() + QLatin1Char(':') + proxy.password()).toUtf8().toBase64();
}

Connection::Connection(Request request, const QNetworkProxy &proxy)
    : m_request(std::move(request)), m_proxy(proxy), m_idle(m_request.idleTimeout, m_changed)
{
    auto *socket = &m_socket;
    socket->setProxy(
        QNetworkProxy(QNetworkProxy::NoProxy)); // it is spoken to here, so that nothing buffers without bound
    socket->setReadBufferSize(socketBuffer);
    const auto changed = [this] {
        m_idle.restart();
        m_changed.notify();
    };
    QObject::connect(socket, &QSslSocket::connected, socket, [this, changed] {
        m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        changed();
    });
    QObject::connect(socket, &QSslSocket::encrypted, socket, changed);
    QObject::connect(socket, &QSslSocket::readyRead, socket, [this, changed] {
        // At once: when the next write fails, Qt throws away what it holds, an early answer among it.
        if (m_received.isEmpty())
            m_received = m_socket.readAll();
        changed();
    });
    QObject::connect(socket, &QSslSocket::bytesWritten, socket, changed);
    QObject::connect(socket, &QSslSocket::encryptedBytesWritten, socket, changed);
    QObject::connect(socket, &QSslSocket::sslErrors, socket,
                     [this](const QList<QSslError> &errors) { m_tlsErrors = errors.value(0).errorString(); });
    const auto over = [this] {
        m_ended = true;
        m_changed.notify();
    };
    QObject::connect(socket, &QSslSocket::errorOccurred, socket, over);
    QObject::connect(socket, &QSslSocket::disconnected, socket, over);
}

Connection::~Connection()
{
    m_socket.disconnect();
    m_socket.abort();
}

Task<Result<void>> Connection::change(std::shared_ptr<Connection> self, std::stop_token stop)
{
    if (self->m_idle.passed())
        co_return failure(idledOut(self->m_request));
    co_return co_await self->m_changed.wait(std::move(stop));
}

Error Connection::failed() const
{
    if (!m_tlsErrors.isEmpty())
        return untrusted(m_request, m_tlsErrors);
    if (m_proxy.type() != QNetworkProxy::NoProxy && !m_socket.isEncrypted())
        return connectionFailure(m_request, QNetworkReply::ProxyConnectionRefusedError, m_socket.errorString());
    return connectionFailure(m_request, m_socket.errorString());
}

Task<Result<void>> Connection::open(std::shared_ptr<Connection> self, QSslConfiguration tls, std::stop_token stop)
{
    const auto url = self->m_request.url;
    const bool secure = url.scheme() == u"https";
    auto &socket = self->m_socket;
    if (self->m_proxy.type() == QNetworkProxy::NoProxy)
        socket.connectToHost(url.host(), static_cast<quint16>(url.port(secure ? 443 : 80)));
    else
        socket.connectToHost(self->m_proxy.hostName(), self->m_proxy.port());
    while (socket.state() != QAbstractSocket::ConnectedState) {
        if (self->ended())
            co_return failure(self->failed());
        IB_CO_CHECK(co_await change(self, stop));
    }
    if (!secure)
        co_return Result<void>{};
    if (self->m_proxy.type() != QNetworkProxy::NoProxy)
        IB_CO_CHECK(co_await tunnel(self, stop));
    socket.setSslConfiguration(tls);
    socket.setPeerVerifyName(url.host());
    socket.startClientEncryption();
    while (!socket.isEncrypted()) {
        if (self->ended())
            co_return failure(self->failed());
        IB_CO_CHECK(co_await change(self, stop));
    }
    co_return Result<void>{};
}

Task<Result<void>> Connection::tunnel(std::shared_ptr<Connection> self, std::stop_token stop)
{
    const auto url = self->m_request.url;
    const auto host = url.host(QUrl::FullyEncoded).toLatin1() + ':' + QByteArray::number(url.port(443));
    auto head = "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n";
    if (const auto authorization = proxyAuthorization(self->m_proxy); !authorization.isEmpty())
        head += "Proxy-Authorization: " + authorization + "\r\n";
    self->write(head + "\r\n");
    ResponseReader reader(self->m_request, ResponseReader::Body::Never);
    while (!reader.isComplete()) {
        IB_CO_CHECK(co_await change(self, stop));
        IB_CO_CHECK(self->receive(reader));
    }
    const auto answer = reader.takeResponse();
    if (answer.status == 407)
        co_return failure(connectionFailure(self->m_request, QNetworkReply::ProxyAuthenticationRequiredError, {}));
    if (!answer.ok())
        co_return failure(connectionFailure(
            self->m_request, QStringLiteral("the proxy of the environment answers %1").arg(answer.status)));
    co_return Result<void>{};
}

void Connection::write(const QByteArray &bytes)
{
    m_socket.write(bytes);
}

Result<void> Connection::receive(ResponseReader &reader)
{
    IB_CHECK(reader.feed(std::exchange(m_received, {})));
    if (m_socket.bytesAvailable() > 0)
        IB_CHECK(reader.feed(m_socket.readAll()));
    if (m_ended && !reader.isComplete())
        return reader.end(m_socket.errorString());
    return {};
}

} // namespace imagebuilder::http
