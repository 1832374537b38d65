// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/watcher.h"

#include "http/networktransport.h"
#include "support/fakeclock.h"
#include "support/httpserver.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;
using QCoro::waitFor;

namespace {

/// With a clock that never waits, the next round begins before the waiter has read of the last one.
constexpr int underWay = 1;

struct Round
{
    int status = 200;
    QByteArray server = "ACTIVE";
};

/// A Keystone that lets everybody in, and a Nova that answers lists of servers one after the other, the last for ever.
class Nova
{
public:
    explicit Nova(QList<Round> rounds) : m_rounds(std::move(rounds)) { m_clock.setAutoAdvance(true); }

    /// How waiting for the server "s" ends.
    Result<std::optional<openstack::Server>> wait()
    {
        auto transport = http::NetworkTransport::make({}, m_clock);
        openstack::CloudConfig config;
        config.name = QStringLiteral("test");
        config.credentials.authUrl = m_server.url(QStringLiteral("/v3"));
        config.credentials.userName = QStringLiteral("builder");
        config.credentials.password = Secret(QByteArrayLiteral("pw"));
        config.credentials.projectName = QStringLiteral("p");
        openstack::Cloud cloud(config, std::move(*transport), m_clock);
        build::Watcher watcher(cloud, m_clock, milliseconds(250));
        const auto active = [](const std::optional<openstack::Server> &server) {
            return server && server->status == u"ACTIVE";
        };
        return waitFor(
            watcher.server(QStringLiteral("s"), active, std::chrono::hours(1), build::Watcher::Pace::Soon, {}));
    }
    qsizetype lists() const
    {
        auto requests = m_server.requests();
        requests.removeIf([](const HttpRequest &request) { return !request.target.contains("/servers"); });
        return requests.size();
    }
    milliseconds elapsed() const { return m_clock.monotonic(); }

private:
    HttpAnswer reply(const HttpRequest &request)
    {
        const HttpHeaders json{{"Content-Type", "application/json"}, {"X-Subject-Token", "t"}};
        if (request.target.contains("/servers")) {
            const auto round = m_rounds.size() > 1 ? m_rounds.takeFirst() : m_rounds.constFirst();
            return {.status = round.status,
                    .headers = json,
                    .body = R"({"servers": [{"id": "s", "name": "s", "status": ")" + round.server + R"("}]})"};
        }
        if (request.target.startsWith("/nova"))
            return {.headers = json, .body = R"({"version": {"id": "v2.1", "version": "2.93", "min_version": "2.1"}})"};
        const auto nova = m_server.url(QStringLiteral("/nova/v2.1")).toEncoded();
        return {.status = 201,
                .headers = json,
                .body = R"({"token": {"issued_at": "2026-01-01T00:00:00Z", "expires_at": "2036-01-01T00:00:00Z",
                            "project": {"id": "p"}, "catalog": [{"type": "compute", "endpoints":
                            [{"interface": "public", "region_id": "R", "url": ")" +
                        nova + R"("}]}]}})"};
    }

    QList<Round> m_rounds;
    FakeClock m_clock;
    HttpServer m_server{[this](const HttpRequest &request) {
        return reply(request);
    }};
};

} // namespace

class WatcherTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksAtTheGivenPace()
    {
        Nova nova({{.server = "BUILD"}, {.server = "BUILD"}, {}});
        QVERIFY(nova.wait());
        QCOMPARE(nova.elapsed(), milliseconds(3 * 250)); // the third round's pause has begun
    }

    void whatMayPassIsWaitedOut()
    {
        Nova nova(QList<Round>(30, Round{.status = 502}) + QList<Round>{{}});
        QVERIFY(nova.wait());
    }

    void refusalIsBelievedTheThirdTime()
    {
        Nova passes({{.status = 403}, {.status = 403}, {}});
        QVERIFY(passes.wait());
        Nova stays({{.status = 403}});
        QCOMPARE(stays.wait().error().kind(), ErrorKind::Auth);
        QVERIFY(stays.lists() <= 3 + underWay);
    }

    void whatNoLaterRoundWouldMendEndsAtOnce()
    {
        Nova nova({{.status = 400}});
        QVERIFY(!nova.wait());
        QVERIFY(nova.lists() <= 1 + underWay);
    }
};

IMAGEBUILDER_TEST(WatcherTest, "watcher")

#include "watchertest.moc"
