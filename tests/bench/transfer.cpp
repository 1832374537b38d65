// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/networktransport.h"

#include <QtCore/QCoreApplication>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>

#include <sys/resource.h>

#include <cstdio>
#include <cstring>

// bench_transfer put|get|put-qnam|get-qnam URL BYTES: one transfer (TLS unverified), its rate in MB/s and the peak of
// resident MiB.

using namespace imagebuilder;
using namespace imagebuilder::http;

namespace {

class Zeros final : public BodySource
{
public:
    Task<Result<QByteArray>> read(qint64 most, std::stop_token) override
    {
        if (m_block.size() != most)
            m_block = QByteArray(most, '\0');
        co_return m_block;
    }

private:
    QByteArray m_block;
};

class Nowhere final : public BodySink
{
public:
    Task<Result<void>> write(QByteArray, std::stop_token) override { co_return Result<void>{}; }
};

/// The same bytes for QNetworkAccessManager: sequential, so that a second attempt is refused.
class ZeroDevice final : public QIODevice
{
public:
    explicit ZeroDevice(qint64 length) : m_left(length) { open(ReadOnly | Unbuffered); }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return m_left; }
    bool atEnd() const override { return m_left == 0; }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        const auto size = std::min(most, m_left);
        std::memset(data, 0, static_cast<std::size_t>(size));
        m_left -= size;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    qint64 m_left;
};

QNetworkRequest qnamRequest(const QUrl &url)
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    auto tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    request.setSslConfiguration(tls);
    return request;
}

bool finished(QNetworkReply &reply)
{
    QEventLoop loop;
    QObject::connect(&reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return reply.error() == QNetworkReply::NoError;
}

bool putWithQnam(const QUrl &url, qint64 length)
{
    QNetworkAccessManager manager;
    auto request = qnamRequest(url);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    request.setHeader(QNetworkRequest::ContentLengthHeader, length);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/octet-stream"));
    ZeroDevice device(length);
    const std::unique_ptr<QNetworkReply> reply(manager.put(request, &device));
    return finished(*reply);
}

bool getWithQnam(const QUrl &url)
{
    QNetworkAccessManager manager;
    const std::unique_ptr<QNetworkReply> reply(manager.get(qnamRequest(url)));
    reply->setReadBufferSize(1024LL * 1024);
    QObject::connect(reply.get(), &QNetworkReply::readyRead, reply.get(), [&reply] { (void)reply->readAll(); });
    return finished(*reply);
}

long peakMegabytes()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 4)
        return 2;
    const auto mode = QByteArray(argv[1]);
    const QUrl url(QString::fromLocal8Bit(argv[2]));
    const auto length = QByteArray(argv[3]).toLongLong();
    const SystemClock clock;
    auto transport = NetworkTransport::make({.verify = false}, clock);
    if (!transport)
        return 1;
    QElapsedTimer timer;
    timer.start();
    bool ok = false;
    if (mode == "put-qnam")
        ok = putWithQnam(url, length);
    else if (mode == "get-qnam")
        ok = getWithQnam(url);
    else if (mode == "put")
        ok = QCoro::waitFor((*transport)->upload({.method = "PUT", .url = url}, std::make_shared<Zeros>(), length, {}))
                 .has_value();
    else
        ok = QCoro::waitFor((*transport)->download({.url = url}, std::make_shared<Nowhere>(), {})).has_value();
    const auto rate = static_cast<double>(length) / 1e6 / (static_cast<double>(timer.nsecsElapsed()) / 1e9);
    std::printf("%.0f MB/s, %ld MiB%s\n", rate, peakMegabytes(), ok ? "" : ", failed");
    return ok ? 0 : 1;
}
