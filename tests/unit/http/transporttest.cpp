// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/logging.h"
#include "http/networktransport.h"
#include "support/httpserver.h"
#include "support/testmain.h"
#include "wire.h"

using namespace imagebuilder;
using namespace imagebuilder::http;
using namespace imagebuilder::testing;
using Fault = HttpAnswer::Fault;

class TransportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerOfAnyStatusIsAResponse_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {200, 204, 300, 304, 400, 401, 403, 404, 409, 429, 500, 503})
            QTest::addRow("%d", status) << status;
    }

    void anAnswerOfAnyStatusIsAResponse()
    {
        QFETCH(const int, status);
        const bool bodiless = status == 204 || status == 304;
        HttpServer server([&](const HttpRequest &) {
            return HttpAnswer{
                .status = status,
                .headers = {{"X-Openstack-Request-Id", "req-1"}, {"WWW-Authenticate", "Keystone uri=\"x\""}},
                .body = bodiless ? QByteArray() : QByteArray("{}")};
        });
        for (const bool repeatable : {true, false}) {
            const auto response = send(wire, {.url = server.url(), .repeatable = repeatable});
            QVERIFY2(response, qPrintable(errorText(response)));
            QCOMPARE(response->status, status);
            QCOMPARE(response->body, bodiless ? QByteArray() : QByteArray("{}"));
            QCOMPARE(response->requestId(), QStringLiteral("req-1"));
        }
    }

    void methodHeadersQueryAndBodyArriveAsGiven_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("repeatable");
        for (const auto *method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}) {
            QTest::addRow("%s", method) << QByteArray(method) << true;
            QTest::addRow("%s once", method) << QByteArray(method) << false;
        }
    }

    void methodHeadersQueryAndBodyArriveAsGiven()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const bool, repeatable);
        HttpServer server([](const HttpRequest &) { return HttpAnswer{.body = "answer"}; });
        const auto body = method == "GET" || method == "HEAD" ? QByteArray() : QByteArray("\0binary", 7);
        const auto response = send(wire, {.method = method,
                                          .url = server.url(QStringLiteral("/v2/a%2Fb?name=x%20y&limit=1")),
                                          .headers = {{"X-Auth-Token", "t"}, {"Content-Type", "text/plain"}},
                                          .body = body,
                                          .repeatable = repeatable});
        QVERIFY2(response, qPrintable(errorText(response)));
        QCOMPARE(response->body, method == "HEAD" ? QByteArray() : QByteArray("answer"));
        const auto request = server.requests().at(0);
        QCOMPARE(request.method, method);
        QCOMPARE(request.target, "/v2/a%2Fb?name=x%20y&limit=1");
        QCOMPARE(request.header("X-Auth-Token"), "t");
        QCOMPARE(request.body, body);
        if (!body.isEmpty())
            QCOMPARE(request.header("Content-Type"), "text/plain");
    }

    void chunkedAndUnboundedBodiesAreWhole()
    {
        const QByteArray big(3'000'000, 'x');
        HttpServer server([&](const HttpRequest &request) {
            return HttpAnswer{
                .body = big, .chunked = request.target == "/chunked", .untilClose = request.target == "/close"};
        });
        for (const auto *path : {"/chunked", "/close"})
            for (const bool repeatable : {true, false}) {
                const auto response =
                    send(wire, {.url = server.url(QString::fromLatin1(path)), .repeatable = repeatable});
                QVERIFY2(response, qPrintable(errorText(response)));
                QCOMPARE(response->body.size(), big.size());
            }
    }

    void whatComesInsteadOfAnAnswerIsAnErrorOfItsKind_data()
    {
        QTest::addColumn<HttpAnswer>("answer");
        QTest::addColumn<ErrorKind>("kind");
        const QByteArray body(500'000, 'x');
        QTest::newRow("closed") << HttpAnswer{.fault = Fault::Close} << ErrorKind::Unavailable;
        QTest::newRow("reset") << HttpAnswer{.fault = Fault::Reset} << ErrorKind::Unavailable;
        QTest::newRow("hang") << HttpAnswer{.fault = Fault::Hang} << ErrorKind::Timeout;
        QTest::newRow("cut") << HttpAnswer{.body = body, .fault = Fault::Cut, .cutAfter = 100'000}
                             << ErrorKind::Protocol;
        QTest::newRow("cut at once") << HttpAnswer{.body = body, .fault = Fault::Cut} << ErrorKind::Protocol;
        QTest::newRow("cut chunk") << HttpAnswer{.body = body,
                                                 .fault = Fault::Cut,
                                                 .cutAfter = 100'000,
                                                 .chunked = true}
                                   << ErrorKind::Protocol;
        QTest::newRow("too large") << HttpAnswer{.body = QByteArray(2'000'000, 'x')} << ErrorKind::Protocol;
        QTest::newRow("too large, chunked")
            << HttpAnswer{.body = QByteArray(2'000'000, 'x'), .chunked = true} << ErrorKind::Protocol;
    }

    void whatComesInsteadOfAnAnswerIsAnErrorOfItsKind()
    {
        QFETCH(const HttpAnswer, answer);
        QFETCH(const ErrorKind, kind);
        HttpServer server([&](const HttpRequest &) { return HttpAnswer(answer); });
        for (const bool repeatable : {true, false}) {
            const auto response = send(wire, {.url = server.url(QStringLiteral("/x?sig=s3cret")),
                                              .repeatable = repeatable,
                                              .idleTimeout = milliseconds(150),
                                              .maxBody = 1'000'000});
            // QNetworkAccessManager may miss this; what is chunked and repeatable is JSON, which is parsed strictly.
            if (repeatable && response && answer.chunked && answer.fault == Fault::Cut)
                continue;
            QVERIFY(!response);
            QCOMPARE(response.error().kind(), kind);
            QVERIFY2(response.error().message().contains(QStringLiteral("GET http://127.0.0.1")),
                     qPrintable(response.error().message()));
            QVERIFY(!response.error().message().contains(QStringLiteral("s3cret")));
        }
        // Two of the repeatable one, whose connection might have been a stale one, and one of the other.
        if (kind == ErrorKind::Unavailable)
            QCOMPARE(server.requests().size(), 3);
    }

    void nobodyListeningIsUnavailable()
    {
        const auto port = HttpServer([](const HttpRequest &) { return HttpAnswer(); }).port();
        for (const bool repeatable : {true, false}) {
            const auto response =
                send(wire, {.url = QUrl(QStringLiteral("http://127.0.0.1:%1/").arg(port)), .repeatable = repeatable});
            QVERIFY(!response);
            QCOMPARE(response.error().kind(), ErrorKind::Unavailable);
        }
    }

    void aStopEndsTheExchange()
    {
        HttpServer server([](const HttpRequest &) { return HttpAnswer{.fault = Fault::Hang}; });
        for (const bool repeatable : {true, false}) {
            std::stop_source stop;
            auto task = wire->send({.url = server.url(), .repeatable = repeatable}, stop.get_token());
            QTimer::singleShot(50, [&stop] { stop.request_stop(); });
            const auto response = QCoro::waitFor(std::move(task));
            QVERIFY(!response);
            QCOMPARE(response.error().kind(), ErrorKind::Cancelled);
        }
    }

    void theTransportMayGoBeforeItsExchanges()
    {
        HttpServer server([](const HttpRequest &) { return HttpAnswer{.body = "late"}; });
        auto transport = makeTransport();
        auto task = transport->send({.url = server.url()}, {});
        transport.reset();
        const auto response = QCoro::waitFor(std::move(task));
        QVERIFY2(response, qPrintable(errorText(response)));
        QCOMPARE(response->body, "late");
    }

    void case25_aConnectionThatWentStaleCostsNothingAndRepeatsNoPost()
    {
        std::atomic<bool> deaf = false;
        HttpServer server([&](const HttpRequest &request) {
            // The second request on a kept connection finds it closed, as after a load balancer's idle time.
            const bool stale = deaf && request.connection == 1;
            return HttpAnswer{.body = "ok", .fault = stale ? Fault::Close : Fault::None};
        });
        QVERIFY(send(wire, {.url = server.url()}));
        deaf = true;
        const auto again = send(wire, {.url = server.url()});
        QVERIFY2(again, qPrintable(errorText(again)));
        QCOMPARE(server.requests().size(), 3);
        const auto post = send(wire, {.method = "POST", .url = server.url(), .body = "{}", .repeatable = false});
        QVERIFY2(post, qPrintable(errorText(post)));
        QCOMPARE(server.requests().size(), 4);
    }

    void case25_aPostThatMayHaveWorkedIsNotSentAgain()
    {
        HttpServer server([](const HttpRequest &) { return HttpAnswer{.fault = Fault::Close}; });
        const auto post = send(wire, {.method = "POST", .url = server.url(), .body = "{}", .repeatable = false});
        QVERIFY(!post);
        QCOMPARE(post.error().kind(), ErrorKind::Unavailable);
        QCOMPARE(server.requests().size(), 1);
    }

    void eachExchangeStandsInTheDebugLogOnceWithoutSecrets()
    {
        HttpServer server([](const HttpRequest &request) {
            return HttpAnswer{.status = request.target == "/from" ? 302 : 200, .headers = {{"Location", "/to"}}};
        });
        setLogLevel(LogLevel::Debug);
        static QStringList logged;
        logged.clear();
        const auto before =
            qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &text) { logged << text; });
        for (const bool repeatable : {true, false})
            (void)send(wire, {.url = server.url(QStringLiteral("/from")),
                              .headers = {{"X-Auth-Token", "s3cret"}},
                              .repeatable = repeatable,
                              .redirects = 1});
        qInstallMessageHandler(before);
        setLogLevel(LogLevel::Info);
        QCOMPARE(server.requests().size(), 4);
        QCOMPARE(logged.size(), 4);
        QVERIFY(logged.filter(QStringLiteral("s3cret")).isEmpty());
    }

private:
    std::unique_ptr<NetworkTransport> m_transport = makeTransport();
    NetworkTransport *wire = m_transport.get();
};

IMAGEBUILDER_TEST(TransportTest, "transport")
#include "transporttest.moc"
