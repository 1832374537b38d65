// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/output/amounts.h"
#include "headless/output/table.h"
#include "headless/progress/progressview.h"
#include "support/fakeclock.h"
#include "support/testmain.h"

using namespace imagebuilder;
using build::Event;

class ProgressTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void amountsAsPeopleReadThem()
    {
        QCOMPARE(headless::shownBytes(512), QStringLiteral("512 B"));
        QCOMPARE(headless::shownBytes(1536), QStringLiteral("1.5 KiB"));
        QCOMPARE(headless::shownBytes(2LL << 30), QStringLiteral("2.0 GiB"));
        QCOMPARE(headless::shownDuration(seconds(7)), QStringLiteral("7 s"));
        QCOMPARE(headless::shownDuration(seconds(187)), QStringLiteral("3:07 min"));
        QCOMPARE(headless::shownDuration(seconds(3787)), QStringLiteral("1:03:07 h"));
        QCOMPARE(headless::shownBar(3, 5, 10), QStringLiteral("[######----] 60 %"));
        QCOMPARE(headless::shownBar(7, 0, 4), QStringLiteral("[----] 0 %"));
        QCOMPARE(headless::shownUse(3, -1), QStringLiteral("3 (no limit)"));
    }

    void aTableHasStraightColumns()
    {
        QCOMPARE(headless::shownTable({{"A", "B"}, {"long", "x"}}), QByteArray("A     B\nlong  x\n"));
        QVERIFY(headless::shownTable({{"A", "B"}}).isEmpty());
    }

    void aTransferHasRateAndRemainingTime()
    {
        headless::Transfers transfers;
        transfers.take(moved(0), seconds(0));
        QCOMPARE(transfers.rate(), 0);
        transfers.take(moved(20), seconds(2));
        QCOMPARE(transfers.rate(), 10 * mib);
        QCOMPARE(transfers.shown(10), QStringLiteral("[##--------] 20 %  20.0 MiB of 100 MiB  10.0 MiB/s  8 s left"));
    }

    void theRateIsThatOfTheLastSeconds()
    {
        headless::Transfers transfers;
        for (int second = 0; second <= 20; ++second)
            transfers.take(moved(second < 10 ? 0 : second - 10), seconds(second));
        QVERIFY(transfers.rate() > 0.85 * mib);
    }

    void whatWasThereBeforeCountsNotAsRate()
    {
        headless::Transfers transfers;
        transfers.take(moved(50), seconds(0));
        transfers.take(moved(51), seconds(1));
        QCOMPARE(transfers.rate(), mib);
    }

    void aLogGetsOnlyLinesThatStay()
    {
        headless::ProgressView view(target(false), m_clock);
        view.take(step(Event::Kind::StepStarted));
        m_clock.advance(seconds(45));
        view.take({.build = id, .step = QStringLiteral("boot"), .text = QStringLiteral("a line of the VM")});
        view.take(step(Event::Kind::StepEnded));
        QCOMPARE(m_written, QByteArray("build 0123456789ab\nboot …\nboot ok (45 s)\n"));
    }

    void aLogHearsOfATransferEveryTenSeconds()
    {
        headless::ProgressView view(target(false), m_clock);
        for (int second = 0; second < 25; ++second) {
            view.take(moved(second));
            m_clock.advance(seconds(1));
        }
        QCOMPARE(m_written.count('\n'), 2);
        QVERIFY(m_written.contains("distribute: 10.0 MiB of 100 MiB"));
    }

    void aTerminalIsDrawnAtMostFiveTimesASecond()
    {
        headless::ProgressView view(target(true), m_clock);
        m_clock.advance(seconds(1));
        for (int i = 0; i < 1000; ++i) {
            view.take(moved(1));
            m_clock.advance(milliseconds(1));
        }
        QVERIFY(m_drawings <= 6);
        QVERIFY(m_drawings >= 4);
    }

    void aTerminalsLineGoesBeforeWhatStays()
    {
        headless::ProgressView view(target(true), m_clock);
        m_clock.advance(seconds(1));
        view.take(step(Event::Kind::StepStarted));
        m_written.clear();
        view.note(QStringLiteral("stays"));
        QCOMPARE(m_written, QByteArray("\r\033[Kstays\n"));
    }

    void ofSeveralBuildsEachIsNamed()
    {
        headless::ProgressView view(target(false), m_clock);
        view.take(step(Event::Kind::StepStarted));
        view.take({QStringLiteral("ba9876543210"), QStringLiteral("boot"), Event::Kind::StepStarted, {}});
        view.take(step(Event::Kind::StepEnded));
        QVERIFY(m_written.endsWith("build ba9876543210\nba98 boot …\n0123 boot ok (0 s)\n"));
    }

    void buildsSideBySideHaveALineEach()
    {
        headless::ProgressView view(target(true), m_clock);
        view.take({.build = id,
                   .step = QStringLiteral("boot"),
                   .kind = Event::Kind::StepStarted,
                   .image = QStringLiteral("ci-noble-x64")});
        view.take({.build = QStringLiteral("ba9876543210"),
                   .step = QStringLiteral("seal"),
                   .kind = Event::Kind::StepStarted,
                   .image = QStringLiteral("ci-jammy-x64")});
        m_clock.advance(seconds(5));
        view.clear();
        m_written.clear();
        view.tick();
        QCOMPARE(m_written, QByteArray("ci-noble-x64  boot 5 s\nci-jammy-x64  seal 5 s\n5 s in all"));
        m_written.clear();
        view.note(QStringLiteral("stays"));
        QCOMPARE(m_written, QByteArray("\r\033[K\033[A\033[K\033[A\033[Kstays\n"));
    }

    void warningsOfAnyBuildAreShown()
    {
        headless::ProgressView view(target(false), m_clock);
        view.take({.build = id, .kind = Event::Kind::Warning, .text = QStringLiteral("look")});
        QCOMPARE(m_written, QByteArray("warning: look\n"));
    }

    void init()
    {
        m_written.clear();
        m_drawings = 0;
    }

private:
    static constexpr qint64 mib = 1024LL * 1024;
    const QString id = QStringLiteral("0123456789ab");

    Event moved(qint64 done) const
    {
        return {.build = id,
                .step = QStringLiteral("distribute"),
                .kind = Event::Kind::Progress,
                .done = done * mib,
                .total = 100 * mib};
    }
    Event step(Event::Kind kind) const { return {id, QStringLiteral("boot"), kind, QStringLiteral("ok")}; }
    headless::ProgressTarget target(bool terminal)
    {
        return {.write =
                    [this](const QByteArray &bytes) {
                        m_written += bytes;
                        m_drawings += bytes.startsWith('\r') || bytes.endsWith('\n') ? 0 : 1;
                    },
                .terminal = terminal};
    }

    testing::FakeClock m_clock;
    QByteArray m_written;
    int m_drawings = 0;
};

IMAGEBUILDER_TEST(ProgressTest, "progress")
#include "progresstest.moc"
