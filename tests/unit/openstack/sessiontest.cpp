// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/logging.h"
#include "base/taskscope.h"
#include "fakecloud.h"
#include "openstack/calls.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::openstack;

namespace {

const QByteArray serversCall = "GET /compute/v2.1/servers";

QString logged;
void keepLine(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged += text + u'\n';
}

Call servers()
{
    return plainCall("GET", QStringLiteral("compute"), QStringLiteral("/servers"));
}

Result<http::Response> ask(FakeCloud &cloud)
{
    return QCoro::waitFor(cloud.session().call(servers(), {}));
}

struct Discarded final : http::BodySink
{
    [[nodiscard]] Task<Result<void>> write(QByteArray, std::stop_token) override { co_return Result<void>{}; }
};

Result<http::Response> transfer(FakeCloud &cloud)
{
    return QCoro::waitFor(cloud.session().download(servers(), std::make_shared<Discarded>(), {}));
}

} // namespace

class SessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneLoginServesAllCalls()
    {
        FakeCloud cloud;
        cloud.on(serversCall, "{}");
        std::vector<Task<Result<http::Response>>> calls;
        calls.reserve(5);
        for (int i = 0; i < 5; ++i)
            calls.push_back(cloud.session().call(servers(), {}));
        const auto answers = QCoro::waitFor(all(std::move(calls)));
        for (const auto &answer : answers)
            QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().message()));
        QCOMPARE(cloud.logins(), 1);
        QCOMPARE(cloud.requests("GET /compute/v2.1").size(), 1); // the service is looked for once, too
        QCOMPARE(cloud.requests(serversCall).constFirst().header("X-Auth-Token"), QByteArray("token-1"));
        QCOMPARE(*QCoro::waitFor(cloud.session().projectId({})), QStringLiteral("project-id"));
    }

    void case24_oneRenewalServesAllWhoseTokenWasRefused()
    {
        FakeCloud cloud;
        cloud.on(serversCall, "{}");
        QVERIFY(ask(cloud));
        cloud.takeOnly("token-2");
        std::vector<Task<Result<http::Response>>> calls;
        calls.reserve(8);
        for (int i = 0; i < 8; ++i)
            calls.push_back(cloud.session().call(servers(), {}));
        for (const auto &answer : QCoro::waitFor(all(std::move(calls))))
            QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().message()));
        QCOMPARE(cloud.logins(), 2);
    }

    void case24_aServiceThatNeverTakesATokenEndsAfterOneRenewal()
    {
        FakeCloud cloud;
        cloud.takeOnly("never");
        const auto answer = ask(cloud);
        QCOMPARE(answer.error().kind(), ErrorKind::Auth);
        QCOMPARE(answer.error().httpStatus(), 401);
        QCOMPARE(cloud.logins(), 2);
    }

    void case24_aRefusedLoginEndsAllWhoWaitWithoutAnotherOne()
    {
        FakeCloud cloud;
        cloud.on("POST /identity/v3/auth/tokens", R"({"error": {"message": "Wrong: s3cret"}})", 401);
        auto first = cloud.session().call(servers(), {});
        auto second = cloud.session().call(servers(), {});
        QCOMPARE(QCoro::waitFor(std::move(first)).error().kind(), ErrorKind::Auth);
        const auto error = QCoro::waitFor(std::move(second)).error();
        QCOMPARE(error.kind(), ErrorKind::Auth);
        QVERIFY2(error.message().contains(QStringLiteral("\"builder\"")) &&
                     error.message().contains(QStringLiteral("cloud \"test\"")),
                 qPrintable(error.message()));
        QCOMPARE(cloud.logins(), 1);
    }

    void case24_aCancelledRenewalIsTakenOverByWhoWaits()
    {
        FakeCloud cloud;
        cloud.on(serversCall, "{}");
        cloud.on("POST /identity/v3/auth/tokens",
                 {FakeCloud::Answer{.fault = FakeCloud::Answer::Fault::Hang},
                  FakeCloud::answer(R"({"token": {"expires_at": "2026-01-02T00:00:00Z"}})", 201,
                                    {{"X-Subject-Token", "second"}})});
        cloud.config.endpointOverrides.insert(QStringLiteral("compute"), cloud.config.credentials.authUrl.resolved(
                                                                             QUrl(QStringLiteral("/compute/v2.1"))));
        std::stop_source stop;
        auto first = cloud.session().call(servers(), stop.get_token());
        auto second = cloud.session().call(servers(), {});
        QTRY_COMPARE(cloud.logins(), 1);
        stop.request_stop();
        QCOMPARE(QCoro::waitFor(std::move(first)).error().kind(), ErrorKind::Cancelled);
        const auto answer = QCoro::waitFor(std::move(second));
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().message()));
        QCOMPARE(cloud.requests(serversCall).constLast().header("X-Auth-Token"), QByteArray("second"));
    }

    void case24_bodiesAreSentAgainAsTheyWere()
    {
        FakeCloud cloud;
        cloud.takeOnly("token-2");
        cloud.on("POST /compute/v2.1/servers", R"({"server": {"id": "x"}})", 202);
        auto call = jsonCall("POST", QStringLiteral("compute"), QStringLiteral("/servers"), {{"server", 1}});
        QVERIFY(QCoro::waitFor(cloud.session().call(std::move(call), {})));
        const auto sent = cloud.requests("POST /compute/v2.1/servers");
        QCOMPARE(sent.size(), 2);
        QCOMPARE(sent[1].body, sent[0].body);
        QCOMPARE(sent[1].body, QByteArray(R"({"server":1})"));
    }

    void case24_tokensAreRenewedBeforeTheyExpire_data()
    {
        QTest::addColumn<int>("life"); // seconds
        QTest::addColumn<int>("age");
        QTest::addColumn<bool>("isTransfer");
        QTest::addColumn<int>("logins");
        QTest::newRow("call, two minutes left") << 7200 << 7080 << false << 1;
        QTest::newRow("call, half a minute left") << 7200 << 7170 << false << 2;
        QTest::newRow("transfer, more than half and an hour left") << 86400 << 40000 << true << 1;
        QTest::newRow("transfer, less than half left") << 86400 << 43201 << true << 2;
        QTest::newRow("transfer, less than an hour left") << 5400 << 1900 << true << 2;
        QTest::newRow("transfer, tokens that live for less than an hour") << 3000 << 30 << true << 1;
    }
    void case24_tokensAreRenewedBeforeTheyExpire()
    {
        QFETCH(int, life);
        QFETCH(int, age);
        QFETCH(bool, isTransfer);
        FakeCloud cloud;
        cloud.setTokenLife(seconds(life));
        cloud.on(serversCall, "{}");
        QVERIFY(ask(cloud));
        cloud.clock.advance(seconds(age));
        QVERIFY(isTransfer ? transfer(cloud) : ask(cloud));
        QTEST(int(cloud.logins()), "logins");
    }

    void errorsTellCloudCallSentenceAndRequestId()
    {
        FakeCloud cloud;
        cloud.on(serversCall, {FakeCloud::answer(R"({"itemNotFound": {"message": "No such server", "code": 404}})", 404,
                                                 {{"X-Openstack-Request-Id", "req-7"}})});
        const auto error = ask(cloud).error();
        QCOMPARE(error.kind(), ErrorKind::NotFound);
        QCOMPARE(error.requestId(), QStringLiteral("req-7"));
        for (const auto &part : {QStringLiteral("cloud \"test\""), QStringLiteral("GET /servers"),
                                 QStringLiteral("No such server"), QStringLiteral("req-7")})
            QVERIFY2(error.message().contains(part), qPrintable(error.message()));
    }

    void noSecretComesBackInAnError()
    {
        FakeCloud cloud;
        cloud.on(serversCall, R"({"error": {"message": "bad token token-1"}})", 403);
        QVERIFY2(!ask(cloud).error().message().contains(QStringLiteral("token-1")),
                 qPrintable(ask(cloud).error().message()));
        FakeCloud refusing;
        refusing.on("POST /identity/v3/auth/tokens", R"({"error": {"message": "s3cret is wrong"}})", 401);
        QVERIFY(!ask(refusing).error().message().contains(QStringLiteral("s3cret")));
    }

    void noSecretStandsInTheLog()
    {
        logged.clear();
        setLogLevel(LogLevel::Debug);
        const auto before = qInstallMessageHandler(keepLine);
        FakeCloud cloud;
        cloud.on(serversCall, "{}");
        const auto answer = ask(cloud);
        qInstallMessageHandler(before);
        setLogLevel(LogLevel::Info);
        QVERIFY(answer);
        QVERIFY2(logged.contains(QStringLiteral("/compute/v2.1/servers")), qPrintable(logged));
        QVERIFY2(!logged.contains(QStringLiteral("s3cret")) && !logged.contains(QStringLiteral("token-1")),
                 qPrintable(logged));
    }

    void aKeystoneThatIsNotThereIsNeverTakenForAMissingResource()
    {
        FakeCloud cloud;
        cloud.on("POST /identity/v3/auth/tokens", "<h1>404 Not Found</h1>", 404);
        QCOMPARE(ask(cloud).error().kind(), ErrorKind::Config);
    }

    void microversionsAreLoweredToWhatIsOffered_data()
    {
        QTest::addColumn<QByteArray>("wished");
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("offered") << QByteArray("2.45") << QByteArray("2.45");
        QTest::newRow("too new") << QByteArray("2.100") << QByteArray("2.93");
        QTest::newRow("too old") << QByteArray("2.0") << QByteArray("2.1");
        QTest::newRow("none") << QByteArray() << QByteArray();
    }
    void microversionsAreLoweredToWhatIsOffered()
    {
        QFETCH(QByteArray, wished);
        QFETCH(QByteArray, sent);
        FakeCloud cloud;
        cloud.on(serversCall, "{}");
        auto call = servers();
        call.microversion = wished;
        QVERIFY(QCoro::waitFor(cloud.session().call(std::move(call), {})));
        const auto request = cloud.requests(serversCall).constFirst();
        QCOMPARE(request.header("X-OpenStack-Nova-API-Version"), sent);
        QCOMPARE(request.header("OpenStack-API-Version"), sent.isEmpty() ? sent : "compute " + sent);
    }

    void parametersAreTakenLiterally()
    {
        FakeCloud cloud;
        cloud.on(serversCall, "{}");
        auto call = servers();
        addParameter(call.query, QStringLiteral("name"), QStringLiteral("a&b=c+d %41#[*]é"));
        QVERIFY(QCoro::waitFor(cloud.session().call(std::move(call), {})));
        QCOMPARE(cloud.requests(serversCall).constFirst().target,
                 QByteArray("/compute/v2.1/servers?name=a%26b%3Dc%2Bd%20%2541%23%5B%2A%5D%C3%A9"));
    }
};

IMAGEBUILDER_TEST(SessionTest, "session")
#include "sessiontest.moc"
