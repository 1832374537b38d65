// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/schedule.h"

#include "support/testmain.h"

#include <QtCore/QTimeZone>

using namespace imagebuilder;

class ScheduleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsAreEvenlySpacedWhateverTheInterval_data()
    {
        QTest::addColumn<int>("hours");
        for (const int hours : {1, 5, 6, 7, 24})
            QTest::newRow(qPrintable(QString::number(hours))) << hours;
    }

    void runsAreEvenlySpacedWhateverTheInterval()
    {
        QFETCH(const int, hours);
        auto due = app::nextDue(at(10, 30), hours);
        QVERIFY(due > at(10, 30) && at(10, 30).secsTo(due) <= hours * 3600LL);
        for (int run = 0; run < 60; ++run) {
            const auto next = app::nextDue(due, hours);
            QCOMPARE(due.secsTo(next), hours * 3600LL);
            due = next;
        }
    }

    void sixHoursAreCronsOnes()
    {
        QCOMPARE(app::nextDue(at(10, 30), 6), at(12, 0));
        QVERIFY(!app::nextDue(at(10, 30), 0).isValid());
    }

private:
    static QDateTime at(int hour, int minute) { return {QDate(2026, 3, 29), QTime(hour, minute), QTimeZone::UTC}; }
};

IMAGEBUILDER_TEST(ScheduleTest, "schedule")
#include "scheduletest.moc"
