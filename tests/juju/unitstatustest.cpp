// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/unitfacts.h"
#include "app/unit/unitsetup.h"
#include "support/testmain.h"

using namespace imagebuilder::app;
using imagebuilder::juju::UnitStatus;

namespace {

const QDateTime since(QDate(2026, 11, 24), QTime(6, 0), QTimeZone::UTC);

class UnitStatusTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theStatusSaysWhatMattersMost()
    {
        using State = UnitStatus::State;
        UnitFacts facts{.blocked = QStringLiteral("Unsupported arch='mips'"), .isLeader = true, .failure = {}};
        QCOMPARE(unitStatus(facts), (UnitStatus{State::Blocked, QStringLiteral("Unsupported arch='mips'")}));
        facts.blocked.clear();
        QCOMPARE(unitStatus(facts), (UnitStatus{State::Blocked, QStringLiteral("image integration required.")}));
        facts.hasConsumers = true;
        QCOMPARE(unitStatus(facts), (UnitStatus{State::Active, QStringLiteral("Waiting for first image.")}));
        facts.failure = QStringLiteral("boot:\n no quota");
        QCOMPARE(unitStatus(facts), (UnitStatus{State::Blocked, QStringLiteral("Last build failed: boot: no quota")}));
        facts.servedSince = since;
        QCOMPARE(unitStatus(facts),
                 (UnitStatus{State::Active,
                             QStringLiteral("Last build failed: boot: no quota; serving images of 2026-11-24")}));
        facts.building = true;
        QCOMPARE(unitStatus(facts), (UnitStatus{State::Active, QStringLiteral("Building image.")}));
        facts.building = false;
        facts.failure.clear();
        QCOMPARE(unitStatus(facts), (UnitStatus{State::Active, QString()}));
    }

    void aFollowerWithoutImagesWaitsForNothing()
    {
        const UnitFacts facts{.blocked = {}, .hasConsumers = true, .isLeader = false, .failure = {}};
        QCOMPARE(unitStatus(facts), (UnitStatus{UnitStatus::State::Active, QString()}));
    }

    void case32_runsAreEvenlySpacedAndMadeUpForOnce()
    {
        const auto at = [](double hours) {
            return since.addSecs(static_cast<qint64>(hours * 3600));
        };
        // Seven hours: cron comes hourly, and sometimes a little early.
        QVERIFY(!isRunDue(since, 7, at(1)));
        QVERIFY(!isRunDue(since, 7, at(6)));
        QVERIFY(isRunDue(since, 7, at(6.99)));
        QVERIFY(isRunDue(since, 7, at(30)));
        QVERIFY(isRunDue(QDateTime(), 7, at(0)));
        QVERIFY(isRunDue(at(100), 7, at(0))); // the clock went back
        QVERIFY(isRunMissed(since, 24, at(25)));
        QVERIFY(!isRunMissed(since, 24, at(24)));
        QVERIFY(!isRunMissed(QDateTime(), 24, at(25)));
        QVERIFY(cronFile(QStringLiteral("b/0"), 5, false).startsWith("0 * * * * root /usr/bin/bash"));
        QVERIFY(
            cronFile(QStringLiteral("b/0"), 24, true).startsWith("0 */24 * * * root /usr/bin/run-one /usr/bin/bash"));
    }
};

} // namespace

IMAGEBUILDER_TEST(UnitStatusTest, "unitstatus")
#include "unitstatustest.moc"
