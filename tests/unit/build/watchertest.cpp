// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/watcher.h"

#include "fakenova.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;
using openstack::Server;

namespace {

constexpr milliseconds interval{250};
/// With a clock that never waits, the next round begins before the waiter has read of the last one.
constexpr int underWay = 1;

Result<std::optional<Server>> waitUntilActive(FakeNova &nova)
{
    build::Watcher watcher(nova.cloud(), nova.clock(), interval);
    const auto active = [](const std::optional<Server> &server) {
        return server && server->status == u"ACTIVE";
    };
    return QCoro::waitFor(
        watcher.server(QStringLiteral("s"), active, std::chrono::hours(1), build::Watcher::Pace::Soon, {}));
}

} // namespace

class WatcherTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksAtTheGivenPace()
    {
        const FakeNova::Look building{.server = R"("status": "BUILD")"};
        FakeNova nova({building, building, {}});
        QVERIFY(waitUntilActive(nova));
        QCOMPARE(nova.clock().monotonic(), 3 * interval); // the third round's pause has begun
    }

    void whatMayPassIsWaitedOut()
    {
        FakeNova nova(QList<FakeNova::Look>(30, FakeNova::Look{.status = 502}) + QList<FakeNova::Look>{{}});
        QVERIFY(waitUntilActive(nova));
    }

    void refusalIsBelievedTheThirdTime()
    {
        const FakeNova::Look refusal{.status = 403};
        FakeNova passes({refusal, refusal, {}});
        QVERIFY(waitUntilActive(passes));
        FakeNova stays({refusal});
        QCOMPARE(waitUntilActive(stays).error().kind(), ErrorKind::Auth);
        QVERIFY(stays.looks() <= 3 + underWay);
    }

    void whatNoLaterRoundWouldMendEndsAtOnce()
    {
        FakeNova nova({{.status = 400}});
        QVERIFY(!waitUntilActive(nova));
        QVERIFY(nova.looks() <= 1 + underWay);
    }
};

IMAGEBUILDER_TEST(WatcherTest, "watcher")

#include "watchertest.moc"
