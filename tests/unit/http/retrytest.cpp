// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/retry.h"

#include "support/fakeclock.h"
#include "support/httpserver.h"
#include "support/testmain.h"
#include "wire.h"

using namespace imagebuilder;
using namespace imagebuilder::http;
using namespace imagebuilder::testing;
using Fault = HttpAnswer::Fault;

namespace {
/// Answers one after the other; the last one from then on.
class Script
{
public:
    Script(std::initializer_list<HttpAnswer> answers) : m_answers(answers) {}
    HttpAnswer operator()(const HttpRequest &)
    {
        return m_answers.size() > 1 ? m_answers.takeFirst() : m_answers.first();
    }

private:
    QList<HttpAnswer> m_answers;
};

class Collector final : public BodySink
{
public:
    QByteArray bytes;
    Task<Result<void>> write(QByteArray piece, std::stop_token) override
    {
        bytes += piece;
        co_return Result<void>{};
    }
};

class OneByte final : public BodySource
{
public:
    Task<Result<QByteArray>> read(qint64, std::stop_token) override { co_return QByteArray("x"); }
};
} // namespace

class RetryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_clock = std::make_unique<FakeClock>();
        m_clock->setAutoAdvance(true);
        m_retrying = std::make_unique<RetryingTransport>(*m_wire, *m_clock);
    }

    void retryAfterIsSecondsOrADate_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("wanted"); // seconds, -1 for nothing
        QTest::newRow("absent") << QByteArray() << -1;
        QTest::newRow("seconds") << QByteArray("7") << 7;
        QTest::newRow("date") << QByteArray("Thu, 01 Jan 2026 00:00:30 GMT") << 30;
        QTest::newRow("past date") << QByteArray("Wed, 31 Dec 2025 00:00:00 GMT") << 0;
        QTest::newRow("negative") << QByteArray("-1") << -1;
        QTest::newRow("nonsense") << QByteArray("soon") << -1;
    }

    void retryAfterIsSecondsOrADate()
    {
        QFETCH(const QByteArray, value);
        QFETCH(const int, wanted);
        Response response;
        if (!value.isEmpty())
            response.headers = {{"retry-after", value}};
        const auto wish = retryAfter(response, m_clock->now());
        QCOMPARE(wish ? static_cast<int>(wish->count() / 1000) : -1, wanted);
    }

    void case25_refusalsAreRepeatedAfterTheWishedTime_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("429") << 429;
        QTest::newRow("503") << 503;
    }

    void case25_refusalsAreRepeatedAfterTheWishedTime()
    {
        QFETCH(const int, status);
        const HttpAnswer refusal{.status = status, .headers = {{"Retry-After", "20"}}};
        HttpServer server(Script{refusal, refusal, {.body = "done"}});
        // A POST, too: the service says that it did nothing.
        const auto response = send(m_retrying.get(), post(server));
        QVERIFY2(response, qPrintable(errorText(response)));
        QCOMPARE(response->body, "done");
        QCOMPARE(server.requests().size(), 3);
        QVERIFY(m_clock->monotonic() >= seconds(40));
        QVERIFY(m_clock->monotonic() <= seconds(44));
    }

    void aWishThatIsTooLongIsTheLastWord()
    {
        HttpServer server(Script{{.status = 503, .headers = {{"Retry-After", "3600"}}}});
        QCOMPARE(send(m_retrying.get(), {.url = server.url()})->status, 503);
        QCOMPARE(server.requests().size(), 1);
        QCOMPARE(m_clock->monotonic(), milliseconds(0));
    }

    void case25_withoutAWishThePausesGrow()
    {
        HttpServer server(Script{{.status = 429}});
        QCOMPARE(send(m_retrying.get(), {.url = server.url()})->status, 429);
        QCOMPARE(server.requests().size(), 5);
        // 0.5 + 1 + 2 + 4 s, each of them at least by half.
        QVERIFY(m_clock->monotonic() >= milliseconds(3750));
        QVERIFY(m_clock->monotonic() <= milliseconds(7500));
    }

    void case25_whatMayBeRepeatedSurvivesFailures_data()
    {
        QTest::addColumn<HttpAnswer>("failure");
        QTest::newRow("500") << HttpAnswer{.status = 500};
        QTest::newRow("502") << HttpAnswer{.status = 502};
        QTest::newRow("504") << HttpAnswer{.status = 504};
        QTest::newRow("reset") << HttpAnswer{.fault = Fault::Reset};
        QTest::newRow("cut") << HttpAnswer{.body = "{...}", .fault = Fault::Cut, .cutAfter = 2};
        QTest::newRow("hang") << HttpAnswer{.fault = Fault::Hang};
    }

    void case25_whatMayBeRepeatedSurvivesFailures()
    {
        QFETCH(const HttpAnswer, failure);
        // The transport below repeats a reset once by itself.
        HttpServer server(Script{failure, failure, {.body = "done"}});
        const auto response = send(m_retrying.get(), {.url = server.url(), .idleTimeout = milliseconds(100)});
        QVERIFY2(response, qPrintable(errorText(response)));
        QCOMPARE(response->body, "done");
        QCOMPARE(server.requests().size(), 3);
    }

    void case25_aPostThatMayHaveWorkedIsNotSentAgain_data() { case25_whatMayBeRepeatedSurvivesFailures_data(); }

    void case25_aPostThatMayHaveWorkedIsNotSentAgain()
    {
        QFETCH(const HttpAnswer, failure);
        HttpServer server(Script{failure});
        auto request = post(server);
        request.idleTimeout = milliseconds(100);
        (void)send(m_retrying.get(), request);
        QCOMPARE(server.requests().size(), 1);
    }

    void otherAnswersAreNotRepeated()
    {
        for (const int status : {200, 400, 401, 403, 404, 409, 501}) {
            HttpServer server(Script{{.status = status}});
            QCOMPARE(send(m_retrying.get(), {.url = server.url()})->status, status);
            QCOMPARE(server.requests().size(), 1);
        }
    }

    void aDownloadIsRepeatedWhileNothingReachedTheSink()
    {
        const HttpAnswer cut{.body = QByteArray(1000, 'x'), .fault = Fault::Cut, .cutAfter = 10};
        HttpServer server(Script{{.status = 502}, {.fault = Fault::Reset}, cut, {.body = "whole"}});
        auto sink = std::make_shared<Collector>();
        const auto response = QCoro::waitFor(m_retrying->download({.url = server.url()}, sink, {}));
        QVERIFY(!response);
        QCOMPARE(response.error().kind(), ErrorKind::Protocol);
        QCOMPARE(sink->bytes, QByteArray(10, 'x'));
        QCOMPARE(server.requests().size(), 3);
    }

    void anUploadIsNeverRepeated()
    {
        HttpServer server(Script{{.status = 503}});
        const auto response = QCoro::waitFor(
            m_retrying->upload({.method = "PUT", .url = server.url()}, std::make_shared<OneByte>(), 1, {}));
        QCOMPARE(response->status, 503);
        QCOMPARE(server.requests().size(), 1);
    }

    void aStopEndsThePause()
    {
        FakeClock still;
        RetryingTransport retrying(*m_wire, still);
        HttpServer server(Script{{.status = 503}});
        std::stop_source stop;
        auto task = retrying.send({.url = server.url()}, stop.get_token());
        QTRY_COMPARE(still.sleepers(), 1);
        stop.request_stop();
        const auto response = QCoro::waitFor(std::move(task));
        QCOMPARE(response.error().kind(), ErrorKind::Cancelled);
    }

private:
    static Request post(const HttpServer &server)
    {
        return {.method = "POST", .url = server.url(), .body = "{}", .repeatable = false};
    }

    std::unique_ptr<NetworkTransport> m_wire = makeTransport();
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<RetryingTransport> m_retrying;
};

IMAGEBUILDER_TEST(RetryTest, "retry")
#include "retrytest.moc"
