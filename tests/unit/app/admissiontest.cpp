// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/schedule/streak.h"
#include "support/fakeclock.h"
#include "support/testmain.h"

using namespace imagebuilder;
using store::BuildRecord;
using store::BuildState;

/// When failures slow the schedule.
class AdmissionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case27_fourFailuresAreNotFive()
    {
        QVERIFY(!streak(failures(4)).slowed());
        QVERIFY(streak(failures(5)).slowed());
        QCOMPARE(streak(failures(5)).nextAttempt(), at(5).addDays(1));
    }

    void case27_oneSuccessRestoresTheSchedule()
    {
        auto builds = failures(5);
        builds[2].state = BuildState::Succeeded;
        QCOMPARE(streak(builds).failed, 2);
        builds[0].state = BuildState::Succeeded;
        QVERIFY(app::streaksOf(builds, {}).isEmpty());
    }

    void whatWasCancelledIsNoFailureAndNoSuccess()
    {
        auto builds = failures(6);
        builds[0].state = BuildState::Cancelled;
        builds[3].state = BuildState::Cancelled;
        QCOMPARE(streak(builds).failed, 4);
    }

    void anotherRequestCountsAnew()
    {
        auto builds = failures(6);
        builds[2].request = {{"flavor", "smaller"}};
        QCOMPARE(streak(builds).failed, 2);
    }

    void whoResumesForgetsWhatWasBefore() { QCOMPARE(app::streaksOf(failures(6), at(4)).first().failed, 3); }

    void oneImageDoesNotHoldBackTheOther()
    {
        auto builds = failures(10);
        for (qsizetype i = 0; i < builds.size(); i += 2)
            builds[i].imageName = QStringLiteral("other");
        const auto streaks = app::streaksOf(builds, {});
        QCOMPARE(streaks.size(), 2);
        QCOMPARE(streaks[0].failed + streaks[1].failed, 10);
    }

    void case27_onlyWhatMayPassByItselfIsLookedAtEachHour_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("mayPass");
        for (const auto *kind : {"auth", "quota", "unavailable", "timeout"})
            QTest::newRow(kind) << QString::fromLatin1(kind) << true;
        for (const auto *kind : {"script", "config", "not-found", "internal"})
            QTest::newRow(kind) << QString::fromLatin1(kind) << false;
    }
    void case27_onlyWhatMayPassByItselfIsLookedAtEachHour()
    {
        QFETCH(const QString, kind);
        auto builds = failures(5);
        builds[0].errorKind = kind;
        QTEST(streak(builds).mayPass(), "mayPass");
    }

private:
    static QDateTime at(int hour) { return testing::FakeClock().now().addSecs(hour * 3600LL); }
    /// Newest first, one an hour, the newest at `count`.
    static QList<BuildRecord> failures(int count)
    {
        QList<BuildRecord> builds;
        for (int i = count; i > 0; --i)
            builds << BuildRecord{.id = QString::number(i),
                                  .imageName = QStringLiteral("ci-noble-x64"),
                                  .cloud = QStringLiteral("builder"),
                                  .state = BuildState::Failed,
                                  .request = {{"flavor", "small"}},
                                  .errorKind = QStringLiteral("quota"),
                                  .started = at(i)};
        return builds;
    }
    static app::Streak streak(const QList<BuildRecord> &builds) { return app::streaksOf(builds, {}).value(0); }
};

IMAGEBUILDER_TEST(AdmissionTest, "admission")
#include "admissiontest.moc"
