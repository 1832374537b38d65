// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/program.h"
#include "support/testmain.h"

#include <QtCore/QElapsedTimer>

using imagebuilder::testing::Ended;
using imagebuilder::testing::Program;

/// What the command line says and refuses, with no cloud anywhere.
class UsageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCommandHasHelpWithAnExample_data()
    {
        QTest::addColumn<QStringList>("command");
        for (const auto *command : {"", "init", "run", "latest-build-id", "builds", "builds list", "builds show",
                                    "builds log", "builds cancel", "build", "plan", "quota", "gc", "demo"})
            QTest::newRow(command) << QString::fromLatin1(command).split(u' ', Qt::SkipEmptyParts);
    }
    void everyCommandHasHelpWithAnExample()
    {
        QFETCH(const QStringList, command);
        const auto ended = m_program.run(command + QStringList{"--help"});
        QCOMPARE(ended.exitCode, 0);
        QVERIFY(ended.out.contains("Example:\n  imagebuilderd "));
        QVERIFY(ended.err.isEmpty());
    }

    void helpShowsTheTableOfExitCodes()
    {
        const auto help = m_program.run({"--help"}).out;
        QVERIFY(help.contains("Exit codes:"));
        QVERIFY(help.contains("  130  cancelled"));
    }

    void theVersionIsQuick()
    {
        QElapsedTimer timer;
        qint64 best = 1'000'000;
        for (int i = 0; i < 5; ++i) {
            timer.start();
            const auto ended = m_program.run({"--version"});
            best = std::min(best, timer.elapsed());
            QCOMPARE(ended.out, QByteArray("imagebuilderd " IMAGEBUILDER_VERSION "\n"));
        }
        // The promise is 50 ms for a release build on a quiet machine; tests run on busy ones.
        QVERIFY2(best < 500, qPrintable(QString::number(best)));
    }

    void badUsageNamesTheOption_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("named");
        const auto row = [](const char *arguments, const char *named) {
            QTest::newRow(arguments) << QString::fromLatin1(arguments).split(u' ') << QByteArray(named);
        };
        row("run x", "--arch");
        row("run --arch x64", "IMAGE_NAME");
        row("run x --arch sparc", "--arch");
        row("run x --arch x64 -b bionic", "--base-image");
        row("run x --arch x64 --keep-revisions 0", "--keep-revisions");
        row("run x --arch x64 --keep-revisions many", "--keep-revisions");
        row("run x --arch x64 --runner-version 2.x", "--runner-version");
        row("run x --arch x64 --proxy nowhere", "--proxy");
        row("run x --arch x64 --script-url ftp://host/x", "--script-url");
        row("run x --arch x64 --upload-clouds a,,b", "--upload-clouds");
        row("run x --arch x64 --user-data /nowhere", "--user-data");
        row("run x --arch x64 --ssh-port 70000", "--ssh-port");
        row("run x --arch x64 --snapshot-deadline soon", "--snapshot-deadline");
        row("run x --arch x64 --unknown", "--unknown");
        row("--log-level loud init --arch x64", "--log-level");
        row("init --arch x64 --image-signature maybe", "--image-signature");
        row("builds list --output xml", "--output");
        row("latest-build-id", "IMAGE_NAME");
    }
    void badUsageNamesTheOption()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, named);
        const auto ended = m_program.run(arguments);
        QCOMPARE(ended.exitCode, 2);
        QVERIFY2(ended.err.contains(named), ended.err.constData());
        QVERIFY(ended.out.isEmpty());
    }

    void aSecretsBadKeyIsUsageAndHidesTheValue()
    {
        Program program;
        program.setVariable(QStringLiteral("IMAGE_BUILDER_SECRET_A-B"), QStringLiteral("hunter2"));
        const auto ended = program.run({"run", "x", "--arch", "x64"});
        QCOMPARE(ended.exitCode, 2);
        QVERIFY(ended.err.contains("IMAGE_BUILDER_SECRET_A-B"));
        QVERIFY(!ended.err.contains("hunter2"));
    }

    void noCloudAnywhereIsAConfigError()
    {
        QProcessEnvironment bare;
        bare.insert(QStringLiteral("HOME"), QStringLiteral("/nonexistent"));
        bare.insert(QStringLiteral("OS_CLIENT_CONFIG_FILE"), QStringLiteral("/nonexistent/clouds.yaml"));
        const Program program(bare);
        const auto ended = program.run({"latest-build-id", "x", "--output", "json"});
        QCOMPARE(ended.exitCode, 3);
        QCOMPARE(ended.json().value("error")["kind"].toString(), QStringLiteral("config"));
        QVERIFY(ended.err.contains("clouds.yaml"));
    }

    void listsNothingWhereNothingWasBuilt()
    {
        const Program program;
        QCOMPARE(program.run({"builds", "list"}).out, QByteArray("There is no build yet.\n"));
        QCOMPARE(program.run({"builds", "list", "--output", "json"}).out, QByteArray("{\"builds\":[]}\n"));
        const auto missing = program.run({"builds", "show", "0123"});
        QCOMPARE(missing.exitCode, 5);
        QVERIFY(missing.err.contains("0123"));
    }

private:
    Program m_program;
};

IMAGEBUILDER_TEST(UsageTest, "usage")
#include "usagetest.moc"
