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

    void case15_theFailedStepsOwnLastLinesAreShown()
    {
        const QByteArray log = "imagebuilder: step yarn\r\nimagebuilder: step yarn\nnpm says\nimagebuilder: step yq\n"
                               "imagebuilder: step yq\none\n\ntwo\n[ 9.1] imagebuilder: step yq failed\r\nthree\n"
                               "imagebuilder: step yq failed\nFailed to start cloud-final\nlogin:";
        QCOMPARE(failedStepOutput(log, 2), "two\nthree");
        QCOMPARE(failedStepOutput(log, 9), "one\ntwo\nthree");
        QCOMPARE(failedStepOutput(log.mid(log.indexOf("one")), 9), ""); // its begin is out of the window
        QCOMPARE(failedStepOutput("all well", 9), "");
    }

    void runnersVersionIsTakenFromAWholeLine()
    {
        QCOMPARE(installedRunner("[ 12.1] cloud-init[9]: imagebuilder: runner 2.330.0\r\n"), "2.330.0");
        QCOMPARE(installedRunner("imagebuilder: runner 2.33"), "");
    }
};

IMAGEBUILDER_TEST(ConsoleTest, "console")
#include "consoletest.moc"
