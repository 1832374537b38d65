// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"
#include "base/taskscope.h"
#include "support/fakeclock.h"
#include "support/testmain.h"

using namespace imagebuilder;

class WakeupTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sleepEndsByTheClock()
    {
        testing::FakeClock clock;
        auto task = clock.sleep(seconds(5), {});
        clock.advance(seconds(4));
        QCoreApplication::processEvents();
        QCOMPARE(clock.sleepers(), 1);
        clock.advance(seconds(1));
        QVERIFY(QCoro::waitFor(task).has_value());
    }

    void aStopEndsARealSleepAtOnce()
    {
        SystemClock clock;
        std::stop_source stop;
        auto task = clock.sleep(seconds(3600), stop.get_token());
        stop.request_stop();
        const auto result = QCoro::waitFor(task);
        QVERIFY(!result);
        QCOMPARE(result.error().kind(), ErrorKind::Cancelled);
    }

    void aWakeupThatDiesCancelsItsWaiters()
    {
        auto wakeup = std::make_unique<Wakeup>();
        auto task = wakeup->wait({});
        wakeup.reset();
        QCOMPARE(QCoro::waitFor(task).error().kind(), ErrorKind::Cancelled);
    }

    void aScopeDrainsWhatItSpawned()
    {
        SystemClock clock;
        TaskScope scope;
        scope.spawn(sleepIn(scope, clock));
        QCOMPARE(scope.running(), 1);
        scope.requestStop();
        QCoro::waitFor(scope.drain());
        QCOMPARE(scope.running(), 0);
    }

private:
    static Task<void> sleepIn(TaskScope &scope, Clock &clock)
    {
        const auto token = scope.token();
        const auto slept = co_await clock.sleep(seconds(3600), token);
        Q_ASSERT(!slept);
    }
};

IMAGEBUILDER_TEST(WakeupTest, "wakeup")
#include "wakeuptest.moc"
