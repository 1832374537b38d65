// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/child.h"

#include "support/testmain.h"

#include <QtCore/QProcess>

#include <csignal>
#include <cstdio>

using namespace imagebuilder;

class ChildTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// As a process of its own: starts a child that says its id and stays, then is killed from outside.
    void initTestCase()
    {
        if (!qEnvironmentVariableIsSet("IMAGEBUILDER_TEST_JOB"))
            return;
        auto command = shell(QStringLiteral("echo child $$; exec sleep 100"));
        command.onLine = [](const QByteArray &line) {
            std::puts(line.constData());
            std::fflush(stdout);
        };
        (void)QCoro::waitFor(runChild(command, {}));
    }

    void aProgramThatIsMissingIsNamed()
    {
        const auto outcome = QCoro::waitFor(runChild({.program = QStringLiteral("no-such-program")}, {}));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind(), ErrorKind::Config);
        QVERIFY(outcome.error().text().contains(u"no-such-program"));
    }

    void aDeathBySignalIsNoSuccess()
    {
        QCOMPARE(QCoro::waitFor(runChild(shell(QStringLiteral("kill -9 $$")), {}))->exitCode, 128 + SIGKILL);
    }

    void aChildThatReadsNothingTakesNoHarm()
    {
        auto command = shell(QStringLiteral("exit 3"));
        command.input = QByteArray(1 << 20, 'x');
        QCOMPARE(QCoro::waitFor(runChild(command, {}))->exitCode, 3);
    }

    void aChildThatIgnoresTermIsKilled()
    {
        auto command = shell(QStringLiteral("trap '' TERM; echo ready; while :; do sleep 0.1; done"));
        std::stop_source stop;
        command.onLine = [&stop](const QByteArray &) {
            stop.request_stop();
        };
        QCOMPARE(QCoro::waitFor(runChild(command, stop.get_token())).error().kind(), ErrorKind::Cancelled);
    }

    void theChildDiesWithUsEvenByKill()
    {
        QProcess parent;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("IMAGEBUILDER_TEST_JOB"), QStringLiteral("parent"));
        parent.setProcessEnvironment(environment);
        parent.start(QCoreApplication::applicationFilePath(), {QStringLiteral("child")});
        QByteArray said;
        while (!said.contains("child ") || !said.endsWith('\n')) {
            QVERIFY(parent.waitForReadyRead());
            said += parent.readAllStandardOutput();
        }
        const auto child = said.sliced(said.indexOf("child ") + 6).trimmed().toInt();
        QVERIFY(child > 0);
        QCOMPARE(::kill(child, 0), 0);
        parent.kill();
        QVERIFY(parent.waitForFinished());
        QTRY_VERIFY(isGone(child));
    }

private:
    static ChildCommand shell(const QString &script)
    {
        return {.program = QStringLiteral("sh"), .arguments = {QStringLiteral("-c"), script}};
    }
    /// Not there, or dead and not yet reaped by whoever inherited it.
    static bool isGone(int process)
    {
        QFile file(QStringLiteral("/proc/%1/stat").arg(process));
        return !file.open(QIODevice::ReadOnly) || file.readAll().contains(") Z ");
    }
};

IMAGEBUILDER_TEST(ChildTest, "child")
#include "childtest.moc"
