// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/watch/watchlines.h"
#include "headless/watch/watchscreen.h"
#include "support/testmain.h"

#include <QtCore/QTimeZone>

#include <algorithm>

using namespace imagebuilder;

/// What somebody who watches builds sees.
class WatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aScreenIsNeverLargerThanTheTerminal()
    {
        const auto frame = frameWith(3, 50);
        for (const auto size : {QSize(80, 24), QSize(20, 5), QSize(1, 1), QSize(200, 100)}) {
            const auto lines = headless::watchScreen(frame, size);
            QCOMPARE(lines.size(), size.height());
            QVERIFY(std::ranges::all_of(lines, [size](const auto &line) { return line.size() <= size.width(); }));
        }
    }

    void theNewestLinesOfEachLogAreShown()
    {
        const auto lines = headless::watchScreen(frameWith(2, 50), {80, 24});
        QCOMPARE(lines.filter(QStringLiteral("line 49")).size(), 2);
        QVERIFY(lines.filter(QStringLiteral("line 0")).isEmpty());
        QCOMPARE(lines.filter(QStringLiteral("in all")).size(), 2);
        QVERIFY(lines.last().contains(u"failed"));
    }

    void whatAVmPrintsDoesNotSteerTheTerminal()
    {
        auto frame = frameWith(1, 0);
        frame.running[0].lines = {QStringLiteral("provision: \x1b[2J\x1b]0;owned\x07harmless")};
        const auto text = headless::watchScreen(frame, {80, 24}).join(u'\n');
        QVERIFY(text.contains(u"harmless") && !text.contains(u'\x1b') && !text.contains(u"owned"));
    }

    void plainLinesSayEachChangeOnce()
    {
        headless::WatchLines lines;
        auto frame = frameWith(1, 0);
        QCOMPARE(lines.take(frame), QStringList{"2026-01-31T12:00:00Z build0 ci-noble-x64 running in step boot"});
        QVERIFY(lines.take(frame).isEmpty());
        frame.ended.prepend(frame.running.takeFirst().view);
        frame.ended.first().record.state = store::BuildState::Succeeded;
        QCOMPARE(lines.take(frame), QStringList{"2026-01-31T12:00:00Z build0 ci-noble-x64 succeeded"});
    }

private:
    static app::BuildView view(const QString &id, store::BuildState state)
    {
        const QDateTime began(QDate(2026, 1, 31), QTime(11, 0), QTimeZone::UTC);
        return {.record = {.id = id,
                           .imageName = QStringLiteral("ci-noble-x64"),
                           .state = state,
                           .step = QStringLiteral("boot"),
                           .started = began,
                           .ended = began},
                .alive = true};
    }
    static app::WatchFrame frameWith(int running, int lines)
    {
        app::WatchFrame frame;
        frame.time = QDateTime(QDate(2026, 1, 31), QTime(12, 0), QTimeZone::UTC);
        for (int i = 0; i < running; ++i) {
            app::WatchedBuild build{view(QStringLiteral("build%1").arg(i), store::BuildState::Running), {}, {}};
            build.stepSince = frame.time.addSecs(-7);
            for (int line = 0; line < lines; ++line)
                build.lines << QStringLiteral("line %1").arg(line);
            frame.running << build;
        }
        frame.ended << view(QStringLiteral("older"), store::BuildState::Failed);
        return frame;
    }
};

IMAGEBUILDER_TEST(WatchTest, "watch")
#include "watchtest.moc"
