// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/console.h"

#include "support/testmain.h"

using namespace imagebuilder::build;

class ConsoleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGrowingWindowGivesEachLineOnce()
    {
        ConsoleMerger merger;
        QCOMPARE(merger.add("one\ntwo\nthr"), QByteArrayList({"one", "two"}));
        QCOMPARE(merger.add("one\ntwo\nthree\n"), QByteArrayList({"three"}));
        QCOMPARE(merger.add("one\ntwo\nthree\n"), QByteArrayList());
    }

    void aWindowThatMovedIsJoinedByItsOverlap()
    {
        QByteArrayList all;
        for (int i = 0; i < 500; ++i)
            all << QByteArray("line number ") + QByteArray::number(i);
        ConsoleMerger merger;
        auto got = merger.add(all.mid(0, 300).join('\n') + '\n');
        got += merger.add(all.mid(250, 250).join('\n') + '\n');
        QCOMPARE(got, all);
    }

    void aGapIsShownAsSuch()
    {
        ConsoleMerger merger;
        merger.add(QByteArray(400, 'a') + '\n');
        QCOMPARE(merger.add("other\n"), QByteArrayList({"[…]", "other"}));
    }

    void controlCodesAreDropped()
    {
        ConsoleMerger merger;
        QCOMPARE(merger.add("\x1b[0;32mok\x1b[0m\r\n\a!\n"), QByteArrayList({"ok", "!"}));
    }

    void theFailedStepIsNamed()
    {
        QCOMPARE(failedScriptStep("[ 12.1] cloud-init[9]: imagebuilder: step apt-install failed\r\n"), "apt-install");
        QCOMPARE(failedScriptStep("all well"), "");
    }

    void runnersVersionIsTakenFromAWholeLine()
    {
        QCOMPARE(installedRunner("[ 12.1] cloud-init[9]: imagebuilder: runner 2.330.0\r\n"), "2.330.0");
        QCOMPARE(installedRunner("imagebuilder: runner 2.33"), "");
    }
};

IMAGEBUILDER_TEST(ConsoleTest, "console")
#include "consoletest.moc"
