// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/testmain.h"
#include "support/vmfixture.h"

using namespace imagebuilder::testing;

/// The bad stories that VMs can be told to tell.
class VmStoryTest : public QObject
{
    Q_OBJECT

    VmFixture m_fixture;

    VmFixture::Vm bootWith(const QString &story, const QByteArray &text = "finished. Datasource") const
    {
        return m_fixture.boot({.imageId = {}, .userData = {}, .metadata = {{"sim:story", story}}}, text);
    }

private Q_SLOTS:
    void case12_cloudInitAnswersAsTold_data()
    {
        QTest::addColumn<QString>("story");
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("error") << "error" << QByteArray("status: error\n") << 1;
        QTest::newRow("recoverable") << "recoverable" << QByteArray("status: done\n") << 2;
        QTest::newRow("status-error") << "status-error" << QByteArray("status: error\n") << 0;
    }
    void case12_cloudInitAnswersAsTold()
    {
        QFETCH(QString, story);
        QFETCH(QByteArray, status);
        QFETCH(int, exitCode);
        const auto answer = m_fixture.ssh(bootWith(story), QStringLiteral("cloud-init status --wait"));
        QCOMPARE(answer.output, status);
        QCOMPARE(answer.exitCode, exitCode);
    }

    void failingUserScriptMakesCloudInitFail()
    {
        const auto vm =
            m_fixture.boot({.imageId = {}, .userData = "#!/bin/sh\necho says why\nexit 3\n", .metadata = {}});
        QVERIFY(vm.console.contains("cloud-init[812]: says why\n"));
        QCOMPARE(m_fixture.ssh(vm, QStringLiteral("cloud-init status --wait")).exitCode, 1);
    }

    void consoleShowsAnotherHostKeyAfterTheTrueOne()
    {
        const auto vm = bootWith(QStringLiteral("forged-keys"));
        QCOMPARE(vm.console.count("BEGIN SSH HOST KEY KEYS"), 2);
        QCOMPARE(m_fixture.ssh(vm, QStringLiteral("true")).exitCode, 0);
        auto forged = vm;
        forged.console = vm.console.mid(vm.console.lastIndexOf("-----BEGIN"));
        QCOMPARE(m_fixture.ssh(forged, QStringLiteral("true")).exitCode, 255);
    }

    void consoleKeepsItsLast100KiB()
    {
        const auto vm = m_fixture.boot({.imageId = {}, .userData = "#!/bin/sh\nseq 20000\n", .metadata = {}});
        QCOMPARE(vm.console.size(), 100 * 1024);
        QVERIFY(!vm.console.contains("Linux version"));
        QVERIFY(vm.console.contains("cloud-init[812]: 20000\n"));
    }

    void serverThatCannotBootSaysWhy()
    {
        const auto id = m_fixture.create({.imageId = {}, .userData = {}, .metadata = {{"sim:story", "boot-error"}}});
        QTRY_COMPARE(m_fixture.server(id).value("status"), "ERROR");
        QVERIFY(m_fixture.server(id).value("fault")[u"message"].toString().contains(QStringLiteral("No valid host")));
    }

    void storyOfTheAdminRouteIsForMatchingNames()
    {
        m_fixture.cloud().steer("POST", QStringLiteral("vm-story"), {{"match", "^vm$"}, {"story", "no-console"}});
        const auto id = m_fixture.create({.imageId = {}, .userData = {}, .metadata = {}});
        QTRY_COMPARE(m_fixture.server(id).value("status"), "ACTIVE");
        QCOMPARE(m_fixture.act(id, QStringLiteral("os-getConsoleOutput")).status, 404);
        m_fixture.cloud().steer("DELETE", QStringLiteral("vm-story"));
        QCOMPARE(m_fixture.act(id, QStringLiteral("os-getConsoleOutput")).status, 200);
    }

    void oldCloudInitHasNoCleanConfigs()
    {
        const auto clean = QStringLiteral("cloud-init clean --help; cloud-init clean --configs all");
        const auto old = m_fixture.boot({.imageId = {}, .userData = {}, .metadata = {{"sim:cloud-init", "22.4"}}});
        const auto refused = m_fixture.ssh(old, clean);
        QCOMPARE(refused.exitCode, 2);
        QVERIFY(!refused.output.contains("--configs"));
        QCOMPARE(m_fixture.ssh(bootWith(QStringLiteral("good")), clean).exitCode, 0);
    }
};

IMAGEBUILDER_TEST(VmStoryTest, "vmstory")

#include "vmstorytest.moc"
