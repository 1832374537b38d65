// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/web/webserver.h"

#include <QtCore/QUrl>

#include <arpa/inet.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <thread>

namespace imagebuilder::simcloud {

namespace {

/// Keep-alive connections and held requests each keep a thread, so their number has no bound.
class ThreadPerConnection final : public httplib::TaskQueue
{
public:
    bool enqueue(std::function<void()> serve) override
    {
        const std::scoped_lock lock(m_mutex);
        ++m_running;
        std::thread([this, serve = std::move(serve)] {
            serve();
            const std::scoped_lock ended(m_mutex);
            --m_running;
            m_ended.notify_all();
        }).detach();
        return true;
    }
    void shutdown() override
    {
        std::unique_lock lock(m_mutex);
        m_ended.wait(lock, [this] { return m_running == 0; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_ended;
    int m_running = 0;
};

/// httplib shows its handlers no socket; the peer's port tells which one it is.
int socketOf(const httplib::Request &request)
{
    for (int fd = 3; fd < 4096; ++fd) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (getpeername(fd, reinterpret_cast<sockaddr *>(&peer), &size) == 0 && peer.sin_family == AF_INET &&
            ntohs(peer.sin_port) == request.remote_port)
            return fd;
    }
    return -1;
}

void resetConnection(const httplib::Request &request)
{
    const sockaddr nobody{.sa_family = AF_UNSPEC, .sa_data = {}};
    const int fd = socketOf(request);
    if (connect(fd, &nobody, sizeof nobody) != 0) // dissolves the association: the kernel sends RST
        shutdown(fd, SHUT_RDWR);
}

/// httplib waits for all of them when it ends, and some client may keep one open for an hour.
void endConnectionsTo(int port)
{
    for (int fd = 3; fd < 4096; ++fd) {
        sockaddr_in own{};
        sockaddr_in peer{};
        socklen_t ownSize = sizeof own;
        socklen_t peerSize = sizeof peer;
        if (getsockname(fd, reinterpret_cast<sockaddr *>(&own), &ownSize) == 0 && own.sin_family == AF_INET &&
            ntohs(own.sin_port) == port && getpeername(fd, reinterpret_cast<sockaddr *>(&peer), &peerSize) == 0)
            shutdown(fd, SHUT_RDWR);
    }
}

Request taken(const httplib::Request &from)
{
    Request request;
    request.method = QByteArray::fromStdString(from.method);
    const auto target = QUrl::fromEncoded(QByteArray::fromStdString(from.target));
    request.path = target.path(QUrl::FullyDecoded);
    // A plus is a plus only when it came as %2B.
    auto query = target.query(QUrl::FullyEncoded);
    request.query = QUrlQuery(query.replace(u'+', QStringLiteral("%20")));
    for (const auto &[name, value] : from.headers)
        request.headers.insert(QByteArray::fromStdString(name).toLower(), QByteArray::fromStdString(value));
    request.contentLength = request.headers.value("content-length").toLongLong();
    if (request.headers.value("transfer-encoding").toLower() == "chunked")
        request.contentLength = -1;
    request.clientIsGone = from.is_connection_closed;
    request.reset = [&from] {
        resetConnection(from);
    };
    return request;
}

void give(Response &&from, const httplib::Request &request, httplib::Response &to)
{
    to.status = from.status;
    for (const auto &[name, value] : from.headers)
        to.set_header(name.toStdString(), value.toStdString());
    const auto type = from.contentType.toStdString();
    if (from.abort) {
        if (from.quietly)
            shutdown(socketOf(request), SHUT_RDWR);
        else
            resetConnection(request);
        to.set_content_provider(1, type, [](size_t, size_t, httplib::DataSink &) { return false; });
    } else if (from.stream) {
        if (from.acceptsRange && request.has_header("Range"))
            to.status = httplib::StatusCode::PartialContent_206;
        const auto stream = std::move(from.stream);
        to.set_content_provider(
            static_cast<size_t>(stream->size()), type,
            [stream](size_t offset, size_t length, httplib::DataSink &sink) {
                const auto most = std::min<size_t>(length, 256UL * 1024);
                const auto piece = stream->read(static_cast<qint64>(offset), static_cast<qint64>(most));
                return !piece.isEmpty() && sink.write(piece.constData(), static_cast<size_t>(piece.size()));
            },
            [stream](bool whole) { stream->finished(whole); });
    } else if (!from.body.isEmpty()) {
        to.set_content(from.body.toStdString(), type);
    }
}

} // namespace

struct WebServer::Private
{
    Handler handler;
    httplib::Server server;
    int port = 0;

    void serve(const httplib::Request &from, httplib::Response &to, const httplib::ContentReader *reader)
    {
        auto request = taken(from);
        bool wasRead = reader == nullptr || request.contentLength == 0;
        request.readBody = [&](const BodyReceiver &receiver) {
            if (std::exchange(wasRead, true))
                return true;
            return (*reader)([&](const char *data, size_t size) {
                return receiver(QByteArrayView(data, static_cast<qsizetype>(size)));
            });
        };
        auto response = handler(request);
        if (!response.abort &&
            !request.readBody([](QByteArrayView) { return true; })) // else it would be the next request
            response.abort = true;
        give(std::move(response), from, to);
    }
};

WebServer::WebServer(Handler handler) : m_private(std::make_unique<Private>())
{
    auto &server = m_private->server;
    m_private->handler = std::move(handler);
    server.new_task_queue = [] {
        return new ThreadPerConnection;
    };
    server.set_tcp_nodelay(true);
    server.set_keep_alive_max_count(1'000'000);
    server.set_keep_alive_timeout(75);
    server.set_read_timeout(3600);
    server.set_write_timeout(3600);
    const auto plain = [this](const httplib::Request &request, httplib::Response &response) {
        m_private->serve(request, response, nullptr);
    };
    const auto withBody = [this](const httplib::Request &request, httplib::Response &response,
                                 const httplib::ContentReader &reader) {
        m_private->serve(request, response, &reader);
    };
    server.Get(".*", plain);
    server.Options(".*", plain);
    server.Post(".*", withBody);
    server.Put(".*", withBody);
    server.Patch(".*", withBody);
    server.Delete(".*", withBody);
}

WebServer::~WebServer() = default;

Result<int> WebServer::listen(int port)
{
    auto &server = m_private->server;
    if (port == 0)
        port = server.bind_to_any_port("127.0.0.1");
    else if (!server.bind_to_port("127.0.0.1", port))
        port = -1;
    if (port <= 0)
        return failure(ErrorKind::Unavailable,
                       QStringLiteral("the simulated cloud cannot listen on that port of 127.0.0.1"));
    m_private->port = port;
    return port;
}

void WebServer::run()
{
    m_private->server.listen_after_bind();
}

void WebServer::stop()
{
    m_private->server.wait_until_ready(); // it would not hear of it before
    m_private->server.stop();
    endConnectionsTo(m_private->port);
}

} // namespace imagebuilder::simcloud
