// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/idletimer.h"
#include "http/responsereader.h"

#include <QtNetwork/QNetworkProxy>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslSocket>

#include <stop_token>

namespace imagebuilder::http {

/// One HTTP/1.1 connection for one request, with bounded buffers both ways.
class Connection
{
public:
    /// `proxy` is of type NoProxy, HttpCachingProxy (the request goes to it) or HttpProxy (a tunnel through it).
    Connection(Request request, const QNetworkProxy &proxy);
    /// Closes at once.
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// Connects, through the proxy where there is one, and makes TLS for https.
    [[nodiscard]] static Task<Result<void>> open(std::shared_ptr<Connection> self, QSslConfiguration tls,
                                                 std::stop_token stop);
    /// Waits until bytes came or went or the connection ended. Timeout when it idles; Cancelled.
    [[nodiscard]] static Task<Result<void>> change(std::shared_ptr<Connection> self, std::stop_token stop);

    void write(const QByteArray &bytes);
    /// Bytes written that have not left this process.
    qint64 pending() const { return m_socket.bytesToWrite() + m_socket.encryptedBytesToWrite(); }
    /// Hands what came to `reader`, and the end of the connection, too.
    Result<void> receive(ResponseReader &reader);
    IdleTimer &idle() { return m_idle; }
    QList<QSslCertificate> peerCertificates() const { return m_socket.peerCertificateChain(); }

private:
    static Task<Result<void>> tunnel(std::shared_ptr<Connection> self, std::stop_token stop);
    bool ended() const { return m_ended; }
    Error failed() const;

    Request m_request;
    QNetworkProxy m_proxy;
    Wakeup m_changed;
    IdleTimer m_idle;
    QByteArray m_received;
    QString m_tlsErrors;
    bool m_ended = false;
    QSslSocket m_socket;
};

/// "Basic …" for a proxy with a user name, else empty.
QByteArray proxyAuthorization(const QNetworkProxy &proxy);

} // namespace imagebuilder::http
