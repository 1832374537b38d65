// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/buildlock.h"

#include "support/fakeclock.h"
#include "support/testmain.h"

#include <QtCore/QTemporaryDir>

using namespace imagebuilder;
using namespace imagebuilder::build;

class BuildLockTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    testing::FakeClock m_clock;

    Result<FileLock> take()
    {
        return QCoro::waitFor(takeBuildLock(m_folder.filePath("locks"), "0123456789ab", m_clock, {}));
    }

private Q_SLOTS:
    void initTestCase() { m_clock.setAutoAdvance(true); }

    void aBuildRunsWhileItsLockIsHeld()
    {
        const auto folder = m_folder.filePath("locks");
        QVERIFY(!*isRunning(folder, "0123456789ab"));
        {
            const auto held = take();
            QVERIFY(held);
            QVERIFY(*isRunning(folder, "0123456789ab"));
            QCOMPARE(take().error().kind(), ErrorKind::Conflict);
        }
        QVERIFY(!*isRunning(folder, "0123456789ab"));
        QVERIFY(take());
        removeBuildLock(folder, "0123456789ab");
        QVERIFY(!QFile::exists(folder + "/build-0123456789ab.lock"));
    }

    void namedWorkIsDoneByOneAtATime()
    {
        std::stop_source stop;
        auto first = QCoro::waitFor(waitForLock(m_folder.path(), "cloud/../name", m_clock, {}, {}));
        QVERIFY(first);
        testing::FakeClock standing;
        auto second = waitForLock(m_folder.path(), "cloud/../name", standing, {}, stop.get_token());
        QCOMPARE(standing.sleepers(), 1);
        stop.request_stop();
        QCOMPARE(QCoro::waitFor(std::move(second)).error().kind(), ErrorKind::Cancelled);
        QVERIFY(*isUnderWay(m_folder.path(), "cloud/../name"));
        QVERIFY(!*isUnderWay(m_folder.path(), "cloud/other"));
    }

    void waitingForNamedWorkIsToldOnceAndHasAnEnd()
    {
        const auto held = tryWorkLock(m_folder.path(), "cloud/deployment");
        QVERIFY(held && *held);
        QStringList told;
        const auto waited = QCoro::waitFor(waitForLock(m_folder.path(), "cloud/deployment", m_clock,
                                                       [&told](const Event &event) { told << event.text; }, {}));
        QCOMPARE(waited.error().kind(), ErrorKind::Timeout);
        QCOMPARE(told.size(), 1);
        QVERIFY(told.first().contains("cloud/deployment"));
    }
};

IMAGEBUILDER_TEST(BuildLockTest, "buildlock")
#include "buildlocktest.moc"
