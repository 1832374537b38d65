// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/wakeup.h"
#include "http/fanout.h"
#include "http/networktransport.h"
#include "support/httpserver.h"
#include "support/testmain.h"
#include "wire.h"

#include <QtCore/QFile>

using namespace imagebuilder;
using namespace imagebuilder::http;
using namespace imagebuilder::testing;
using Fault = HttpAnswer::Fault;

namespace {

/// A body of one letter, never whole in memory; says how much was taken, and may end early or fail.
class Letters final : public BodySource
{
public:
    explicit Letters(qint64 length) : m_left(length) {}
    qint64 taken = 0;
    std::optional<Error> failsAfterFirst;

    Task<Result<QByteArray>> read(qint64 most, std::stop_token) override
    {
        if (taken > 0 && failsAfterFirst)
            co_return failure(*failsAfterFirst);
        const QByteArray piece(std::min(most, m_left), 'x');
        m_left -= piece.size();
        taken += piece.size();
        co_return piece;
    }

private:
    qint64 m_left;
};

/// Takes a body and forgets it.
class Hole final : public BodySink
{
public:
    qint64 bytes = 0;
    std::function<Task<Result<void>>(std::stop_token)> before;

    Task<Result<void>> write(QByteArray piece, std::stop_token stop) override
    {
        bytes += piece.size();
        if (before)
            return before(std::move(stop));
        return done();
    }

private:
    static Task<Result<void>> done() { co_return Result<void>{}; }
};

qint64 residentPeak()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const auto facts = status.readAll().split('\n');
    for (const auto &line : facts)
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong() * 1024;
    return 0;
}

constexpr qint64 megabyte = 1024LL * 1024;

} // namespace

/// Bodies that stream, up and down.
class UploadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBodyIsStreamedWithBoundedMemory()
    {
        HttpServer server([](const HttpRequest &) { return HttpAnswer{.status = 204}; });
        [[maybe_unused]] const auto before = residentPeak();
        const auto length = 300 * megabyte;
        const auto response = put(server, std::make_shared<Letters>(length), length);
        QVERIFY2(response, qPrintable(errorText(response)));
        QCOMPARE(response->status, 204);
        const auto request = server.requests().at(0);
        QCOMPARE(request.bodySize, length);
        QCOMPARE(request.header("Content-Length"), QByteArray::number(length));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they have memory of their own
        // The server keeps 16 MiB of it.
        QVERIFY2(residentPeak() - before < 40 * megabyte, qPrintable(QString::number(residentPeak() - before)));
#endif
    }

    void aDownloadWaitsForItsSink_data()
    {
        QTest::addColumn<HttpAnswer>("answer");
        const QByteArray big(30 * megabyte, 'x');
        QTest::newRow("kept") << HttpAnswer{.body = big};
        QTest::newRow("closed after it") << HttpAnswer{.body = big, .close = true};
        QTest::newRow("ended by closing") << HttpAnswer{.body = big, .untilClose = true};
        QTest::newRow("chunked") << HttpAnswer{.body = big, .chunked = true};
    }

    void aDownloadWaitsForItsSink()
    {
        QFETCH(const HttpAnswer, answer);
        HttpServer server([&](const HttpRequest &) { return HttpAnswer(answer); });
        Wakeup go;
        auto sink = std::make_shared<Hole>();
        sink->before = [&go](std::stop_token stop) {
            return go.wait(std::move(stop));
        };
        auto task = m_wire->download({.url = server.url(), .idleTimeout = milliseconds(400)}, sink, {});
        QTRY_VERIFY(sink->bytes > 0);
        QTest::qWait(500); // longer than the idle time: a slow sink is not an idle server
        QVERIFY2(sink->bytes <= megabyte, qPrintable(QString::number(sink->bytes)));
        sink->before = {};
        go.notify();
        const auto response = QCoro::waitFor(std::move(task));
        QVERIFY2(response, qPrintable(errorText(response)));
        QCOMPARE(sink->bytes, answer.body.size());
        QVERIFY(response->body.isEmpty());
    }

    void anAnswerThatIsNoSuccessLeavesTheSinkAlone()
    {
        HttpServer server([](const HttpRequest &) { return HttpAnswer{.status = 404, .body = "not here"}; });
        auto sink = std::make_shared<Hole>();
        const auto response = QCoro::waitFor(m_wire->download({.url = server.url()}, sink, {}));
        QVERIFY2(response, qPrintable(errorText(response)));
        QCOMPARE(response->body, "not here");
        QCOMPARE(sink->bytes, 0);
    }

    void aCutDownloadIsProtocol_data()
    {
        QTest::addColumn<bool>("chunked");
        QTest::newRow("counted") << false;
        QTest::newRow("chunked") << true;
    }

    void aCutDownloadIsProtocol()
    {
        QFETCH(const bool, chunked);
        HttpServer server([&](const HttpRequest &) {
            return HttpAnswer{
                .body = QByteArray(megabyte, 'x'), .fault = Fault::Cut, .cutAfter = 1000, .chunked = chunked};
        });
        auto sink = std::make_shared<Hole>();
        const auto response = QCoro::waitFor(m_wire->download({.url = server.url()}, sink, {}));
        QVERIFY(!response);
        QCOMPARE(response.error().kind(), ErrorKind::Protocol);
        QCOMPARE(sink->bytes, 1000);
    }

    void aFailingSinkEndsTheDownload()
    {
        const QByteArray big(10 * megabyte, 'x');
        HttpServer server([&](const HttpRequest &) { return HttpAnswer{.body = big}; });
        auto sink = std::make_shared<Hole>();
        sink->before = [](std::stop_token) -> Task<Result<void>> {
            co_return failure(ErrorKind::Storage, QStringLiteral("full"));
        };
        const auto response = QCoro::waitFor(m_wire->download({.url = server.url()}, sink, {}));
        QVERIFY(!response);
        QCOMPARE(response.error().kind(), ErrorKind::Storage);
    }

    void anEarlyAnswerCountsAndEndsTheSending()
    {
        // Glance says 401 or 413 before it reads the body.
        HttpServer server([](const HttpRequest &) { return HttpAnswer{}; },
                          [](const HttpRequest &) { return HttpAnswer{.status = 413, .body = "too large"}; });
        auto source = std::make_shared<Letters>(1000 * megabyte);
        const auto response = put(server, source, 1000 * megabyte);
        QVERIFY2(response, qPrintable(errorText(response)));
        QCOMPARE(response->status, 413);
        QCOMPARE(response->body, "too large");
        QVERIFY2(source->taken < 20 * megabyte, qPrintable(QString::number(source->taken)));
    }

    void aBodyIsNeverSentTwice_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<bool>("early");
        for (const bool early : {true, false}) {
            QTest::addRow("close %d", early) << Fault::Close << early;
            QTest::addRow("reset %d", early) << Fault::Reset << early;
            QTest::addRow("hang %d", early) << Fault::Hang << early;
        }
    }

    void aBodyIsNeverSentTwice()
    {
        QFETCH(const Fault, fault);
        QFETCH(const bool, early);
        const auto fail = [fault](const HttpRequest &) {
            return HttpAnswer{.fault = fault};
        };
        HttpServer server(fail, early ? HttpServer::EarlyHandler(fail) : HttpServer::EarlyHandler());
        // From the ring, whose bytes are there once only.
        const auto length = 20 * megabyte;
        SystemClock clock;
        FanOut ring(1, clock, {.ring = 4 * megabyte});
        auto task =
            m_wire->upload({.method = "PUT", .url = server.url(), .repeatable = true, .idleTimeout = milliseconds(150)},
                           ring.takeReader(), length, {});
        for (qint64 written = 0; written < length; written += megabyte)
            if (!QCoro::waitFor(ring.write(QByteArray(megabyte, 'x'), {})))
                break; // the reader left
        const auto response = QCoro::waitFor(std::move(task));
        QVERIFY(!response);
        QCOMPARE(response.error().kind(), fault == Fault::Hang ? ErrorKind::Timeout : ErrorKind::Unavailable);
        QCOMPARE(server.requests().size(), 1);
        QCOMPARE(ring.readers(), 0);
    }

    void aSourcesErrorIsTheUploads()
    {
        HttpServer server([](const HttpRequest &) { return HttpAnswer{.status = 204}; });
        auto source = std::make_shared<Letters>(10 * megabyte);
        source->failsAfterFirst = Error(ErrorKind::Timeout, QStringLiteral("fell behind"));
        const auto failed = put(server, source, 10 * megabyte);
        QVERIFY(!failed);
        QCOMPARE(failed.error().text(), QStringLiteral("fell behind"));
        const auto tooShort = put(server, std::make_shared<Letters>(megabyte), 2 * megabyte);
        QVERIFY(!tooShort);
        QCOMPARE(tooShort.error().kind(), ErrorKind::Internal);
    }

    void aStopEndsTheUpload()
    {
        HttpServer server([](const HttpRequest &) { return HttpAnswer{}; },
                          [](const HttpRequest &) { return HttpAnswer{.fault = Fault::Hang}; });
        std::stop_source stop;
        auto task = m_wire->upload({.method = "PUT", .url = server.url()}, std::make_shared<Letters>(100 * megabyte),
                                   100 * megabyte, stop.get_token());
        QTRY_COMPARE(server.requests().size(), 1);
        stop.request_stop();
        const auto response = QCoro::waitFor(std::move(task));
        QVERIFY(!response);
        QCOMPARE(response.error().kind(), ErrorKind::Cancelled);
    }

private:
    Result<Response> put(const HttpServer &server, std::shared_ptr<BodySource> source, qint64 length)
    {
        return QCoro::waitFor(m_wire->upload({.method = "PUT", .url = server.url(QStringLiteral("/v2/images/1/file"))},
                                             std::move(source), length, {}));
    }

    std::unique_ptr<NetworkTransport> m_wire = makeTransport();
};

IMAGEBUILDER_TEST(UploadTest, "upload")
#include "uploadtest.moc"
