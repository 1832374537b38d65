// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/httpserver.h"

#include <QtCore/QEventLoop>
#include <QtCore/QFile>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QSslServer>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <sys/socket.h>

#include <algorithm>
#include <future>

namespace imagebuilder::testing {

namespace {
constexpr qint64 keptBody = 16LL * 1024 * 1024;
constexpr qint64 readBuffer = 1024LL * 1024;

QByteArray wireForm(const HttpAnswer &answer, bool withBody)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(answer.status) + " Test\r\n";
    for (const auto &[name, value] : answer.headers)
        bytes += name + ": " + value + "\r\n";
    if (answer.chunked)
        bytes += "Transfer-Encoding: chunked\r\n";
    else if (!answer.untilClose)
        bytes += "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n";
    bytes += "\r\n";
    if (!withBody)
        return bytes;
    const bool cut = answer.fault == HttpAnswer::Fault::Cut;
    const auto body = cut ? answer.body.first(answer.cutAfter) : answer.body;
    if (answer.chunked && !body.isEmpty())
        bytes += QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n";
    else
        bytes += body;
    if (answer.chunked && !cut)
        bytes += "0\r\n\r\n";
    return bytes;
}
} // namespace

QByteArray HttpRequest::header(const QByteArray &name) const
{
    const auto found = std::ranges::find_if(
        headers, [&name](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
    return found == headers.end() ? QByteArray() : found->second;
}

/// One client's connection; lives in the server's thread as its socket's child.
class HttpServer::Connection : public QObject
{
public:
    Connection(HttpServer &server, QTcpSocket *socket, int number)
        : QObject(socket), m_server(server), m_socket(socket), m_number(number)
    {
        socket->setReadBufferSize(readBuffer);
        connect(socket, &QTcpSocket::readyRead, this, &Connection::take);
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        take();
    }

private:
    void take()
    {
        while (!m_deaf && m_socket->bytesAvailable() > 0) {
            if (m_peer) {
                m_peer->write(m_socket->readAll());
            } else if (m_inBody) {
                const auto piece = m_socket->read(m_left);
                takeBody(piece);
            } else {
                m_head += m_socket->readLine();
                if (m_head.endsWith("\r\n\r\n"))
                    takeHead();
            }
        }
    }

    void takeHead()
    {
        m_request = {};
        m_request.connection = m_number;
        const auto lines = std::exchange(m_head, {}).trimmed().split('\n');
        const auto words = lines[0].trimmed().split(' ');
        m_request.method = words.value(0);
        m_request.target = words.value(1);
        for (const auto &line : lines.mid(1)) {
            const auto colon = line.indexOf(':');
            m_request.headers.append({line.first(colon).trimmed(), line.sliced(colon + 1).trimmed()});
        }
        m_left = m_request.header("Content-Length").toLongLong();
        {
            const QMutexLocker lock(&m_server.m_mutex);
            m_index = m_server.m_requests.size();
            m_server.m_requests.append(m_request);
        }
        if (m_request.method == "CONNECT") {
            tunnel();
            return;
        }
        if (m_server.m_early) {
            if (const auto answer = m_server.m_early(m_request)) {
                m_discard = true;
                send(*answer);
            }
        }
        m_inBody = true;
        takeBody({});
    }

    void takeBody(const QByteArray &piece)
    {
        if (m_deaf)
            return;
        m_left -= piece.size();
        m_request.bodySize += piece.size();
        if (m_request.bodySize <= keptBody)
            m_request.body += piece;
        {
            const QMutexLocker lock(&m_server.m_mutex);
            auto &kept = m_server.m_requests[m_index];
            kept.bodySize = m_request.bodySize;
            if (m_left <= 0)
                kept.body = m_request.body;
        }
        if (m_left > 0)
            return;
        m_inBody = false;
        if (!std::exchange(m_discard, false))
            send(m_server.m_handler(m_request));
    }

    void send(const HttpAnswer &answer)
    {
        using enum HttpAnswer::Fault;
        switch (answer.fault) {
        case Hang:
            m_deaf = true;
            return;
        case Reset: {
            const linger now{1, 0};
            ::setsockopt(static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
            m_deaf = true;
            m_socket->abort();
            return;
        }
        case Close:
            m_deaf = true;
            m_socket->disconnectFromHost();
            return;
        case Cut:
        case None:
            break;
        }
        m_socket->write(wireForm(answer, m_request.method != "HEAD"));
        if (answer.fault == Cut || answer.untilClose || answer.close) {
            m_deaf = true;
            m_socket->disconnectFromHost();
        }
    }

    void tunnel()
    {
        const auto colon = m_request.target.lastIndexOf(':');
        m_peer = new QTcpSocket(this);
        connect(m_peer, &QTcpSocket::connected, this, [this] { m_socket->write("HTTP/1.1 200 Connected\r\n\r\n"); });
        connect(m_peer, &QTcpSocket::readyRead, this, [this] { m_socket->write(m_peer->readAll()); });
        connect(m_peer, &QTcpSocket::disconnected, m_socket, &QTcpSocket::disconnectFromHost);
        const auto host = QString::fromLatin1(m_request.target.first(colon));
        m_peer->connectToHost(host.endsWith(QStringLiteral(".test")) ? QStringLiteral("127.0.0.1") : host,
                              m_request.target.sliced(colon + 1).toUShort());
    }

    HttpServer &m_server;
    QTcpSocket *m_socket;
    QTcpSocket *m_peer = nullptr;
    int m_number;
    QByteArray m_head;
    HttpRequest m_request;
    qsizetype m_index = 0;
    qint64 m_left = 0;
    bool m_inBody = false;
    bool m_discard = false;
    bool m_deaf = false;
};

// What the two threads hand each other goes by what ThreadSanitizer sees: a future, and the thread's start and end.
// Qt's queued calls and QThread::wait() it does not see.
HttpServer::HttpServer(Handler handler, EarlyHandler early, std::optional<Tls> tls)
    : m_handler(std::move(handler)), m_early(std::move(early)), m_tls(std::move(tls))
{
    std::promise<QEventLoop *> listening;
    m_thread = std::thread([this, &listening] {
        QEventLoop loop;
        listen();
        listening.set_value(&loop);
        loop.exec();
        m_server.reset();
    });
    m_loop = listening.get_future().get();
}

HttpServer::~HttpServer()
{
    QMetaObject::invokeMethod(m_loop, "quit", Qt::QueuedConnection);
    m_thread.join();
}

void HttpServer::listen()
{
    if (m_tls) {
        auto server = std::make_unique<QSslServer>();
        auto configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(QSslCertificate::fromPath(m_tls->certificateFile));
        QFile key(m_tls->keyFile);
        if (key.open(QIODevice::ReadOnly))
            configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
        if (!m_tls->clientCaFile.isEmpty()) {
            configuration.setCaCertificates(QSslCertificate::fromPath(m_tls->clientCaFile));
            configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
        }
        server->setSslConfiguration(configuration);
        m_server = std::move(server);
    } else {
        m_server = std::make_unique<QTcpServer>();
    }
    QObject::connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, m_server.get(), [this] { accept(); });
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("the test server cannot listen on loopback");
    m_port = m_server->serverPort();
}

void HttpServer::accept()
{
    while (auto *socket = m_server->nextPendingConnection())
        new Connection(*this, socket, ++m_connections);
}

QUrl HttpServer::url(const QString &path) const
{
    return QUrl(
        QStringLiteral("%1://127.0.0.1:%2%3").arg(QLatin1String(m_tls ? "https" : "http")).arg(m_port).arg(path));
}

QList<HttpRequest> HttpServer::requests() const
{
    const QMutexLocker lock(&m_mutex);
    return m_requests;
}

} // namespace imagebuilder::testing
