// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QMutex>
#include <QtCore/QUrl>

#include <functional>
#include <memory>
#include <optional>
#include <thread>

class QEventLoop;
class QTcpServer;

namespace imagebuilder::testing {

using HttpHeaders = QList<std::pair<QByteArray, QByteArray>>;

/// What a client sent.
struct HttpRequest
{
    QByteArray method;
    QByteArray target; ///< as sent: path and query, or the whole address where a proxy was meant
    HttpHeaders headers;
    QByteArray body;     ///< its first 16 MiB, once the whole body is there
    qint64 bodySize = 0; ///< bytes that came
    int connection = 0;  ///< counts connections from 1

    QByteArray header(const QByteArray &name) const;
};

/// What is answered, and how the answer goes wrong.
struct HttpAnswer
{
    enum class Fault {
        None,
        Close, ///< the connection is closed without an answer
        Reset, ///< the same, with a TCP reset
        Hang,  ///< nothing is sent or read any more
        Cut,   ///< closed after `cutAfter` bytes of the body
    };
    int status = 200;
    HttpHeaders headers;
    QByteArray body;
    Fault fault = Fault::None;
    qint64 cutAfter = 0;
    bool chunked = false;
    bool untilClose = false; ///< neither Content-Length nor chunks: the end of the connection ends the body
    bool close = false;      ///< the connection is closed after the answer
};

/// A small real HTTP/1.1 server on loopback, in a thread of its own.
class HttpServer
{
public:
    /// Called in the server's thread.
    using Handler = std::function<HttpAnswer(const HttpRequest &)>;
    /// Called when the head is there; an answer here goes out before the body is read.
    using EarlyHandler = std::function<std::optional<HttpAnswer>(const HttpRequest &)>;

    struct Tls
    {
        QString certificateFile;
        QString keyFile;
        QString clientCaFile; ///< when given, clients must show a certificate of this CA
    };

    explicit HttpServer(Handler handler, EarlyHandler early = {}, std::optional<Tls> tls = {});
    ~HttpServer();
    HttpServer(const HttpServer &) = delete;
    HttpServer &operator=(const HttpServer &) = delete;

    /// "http://127.0.0.1:PORT/path", https with TLS.
    QUrl url(const QString &path = QStringLiteral("/")) const;
    quint16 port() const { return m_port; }
    /// All requests whose head came so far. CONNECT, which is served too, is among them;
    /// names below .test lead to loopback.
    QList<HttpRequest> requests() const;

private:
    class Connection;
    void listen();
    void accept();
    std::unique_ptr<QTcpServer> m_server;
    Handler m_handler;
    EarlyHandler m_early;
    std::optional<Tls> m_tls;
    quint16 m_port = 0;
    int m_connections = 0;
    mutable QMutex m_mutex;
    QList<HttpRequest> m_requests;
    std::thread m_thread;
    QEventLoop *m_loop = nullptr; ///< of that thread
};

} // namespace imagebuilder::testing
