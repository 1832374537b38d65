// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/script.h"
#include "build/userdata.h"
#include "support/httpserver.h"
#include "support/testmain.h"
#include "support/vmfixture.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>

using namespace imagebuilder;
using namespace imagebuilder::testing;

namespace {

/// Names, sizes and times of what lies in a folder.
QStringList entriesOf(const QString &folder)
{
    QStringList entries;
    const QDir dir(folder);
    for (const auto &info : dir.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        if (info.isFile())
            entries.append(info.filePath() + info.lastModified().toString(Qt::ISODateWithMs) +
                           QString::number(info.size()));
        else
            entries.append(info.filePath());
    return entries;
}

/// All that a careless seal would have removed from the caller's own home.
QStringList homeEntries()
{
    return entriesOf(QDir::homePath()) + entriesOf(QDir::homePath() + QStringLiteral("/.ssh"));
}

} // namespace

/// The programs that builds run in VMs, in a VM.
class ProgramsTest : public QObject
{
    Q_OBJECT

    VmFixture m_fixture;
    VmFixture::Vm m_scriptVm;

    QString user() const { return m_fixture.cloud().state().value("ssh_user").toString(); }
    VmFixture::Outcome runAsRoot(const VmFixture::Vm &vm, const QByteArray &program) const
    {
        return m_fixture.ssh(vm, QStringLiteral("sudo -n /bin/sh -s"), program);
    }

private Q_SLOTS:
    void case16_sealedCopyHasNoTraceAndTheCallersHomeIsAsBefore()
    {
        const auto before = homeEntries();
        const auto vm = m_fixture.boot({.imageId = {}, .userData = {}, .metadata = {}});
        const auto sealed = runAsRoot(vm, build::sealProgram(user()));
        QVERIFY2(sealed.output.endsWith("imagebuilder: sealed\n"), sealed.errors.constData());
        QCOMPARE(homeEntries(), before);
        QVERIFY(m_fixture.stop(vm.id));
        const auto copy = m_fixture.boot({.imageId = m_fixture.snapshot(vm.id), .userData = {}, .metadata = {}});
        QVERIFY2(!copy.address.isEmpty(), copy.console.constData());
        QVERIFY(copy.hostKey() != vm.hostKey());
        const auto found =
            m_fixture.ssh(copy, QStringLiteral("wc -l <~/.ssh/authorized_keys; ls /var/lib/cloud/instances; "
                                               "cat /etc/machine-id; cat /var/log/standins.log"));
        const auto lines = found.output.split('\n');
        QCOMPARE(lines.size(), 4);
        QCOMPARE(lines[0], "1"); // the copy's own
        QCOMPARE(lines[1], copy.id.toUtf8());
        QCOMPARE(lines[2].size(), 32);
    }

    void copySealedByAnOldCloudInitHasAnAddress()
    {
        const QJsonObject old{{"sim:cloud-init", "22.4"}};
        const auto vm = m_fixture.boot({.imageId = {}, .userData = {}, .metadata = old});
        const auto look = QByteArrayLiteral("stat -c '%s %a' /etc/machine-id\n"
                                            "ls /etc/netplan /etc/ssh/sshd_config.d\n");
        const auto sealed = runAsRoot(vm, "(\n" + build::sealProgram(user()) + ")\n" + look);
        QVERIFY2(sealed.output.endsWith("imagebuilder: sealed\n0 444\n/etc/netplan:\n\n/etc/ssh/sshd_config.d:\n"),
                 (sealed.output + sealed.errors).constData());
        QVERIFY(m_fixture.stop(vm.id));
        const auto copy = m_fixture.boot({.imageId = m_fixture.snapshot(vm.id), .userData = {}, .metadata = old});
        QCOMPARE(m_fixture.ssh(copy, QStringLiteral("cat /etc/machine-id")).output.trimmed().size(), 32);
    }

    void sealSaysWhatItCouldNotRemove()
    {
        const auto vm = m_fixture.boot({.imageId = {}, .userData = {}, .metadata = {}});
        const auto spoilt =
            runAsRoot(vm, "echo >/etc/apt/apt.conf.d/90proxy; snap() { [ \"$1\" != get ] || echo 192.0.2.7:3128; }\n"
                          "rm() { case $* in *.ssh*|*apt.conf*) ;; *) command rm \"$@\" ;; esac; }\n" +
                              build::sealProgram(user()));
        QCOMPARE(spoilt.exitCode, 204);
        QVERIFY2(spoilt.errors.contains("still there: "), spoilt.errors.constData());
        for (const auto *trace : {"/.ssh/authorized_keys", "/etc/apt/apt.conf.d/90proxy", "snap:proxy.http"})
            QVERIFY2(spoilt.errors.contains(trace), spoilt.errors.constData());
    }

    void case14_scriptRunsWithItsSecretsAndLeavesNone()
    {
        const QByteArray script = "#!/bin/sh\necho \"$KEY in $PWD as $(id -u) with $(umask)\"\ncat\nexit 5\n";
        HttpServer server([script](const HttpRequest &) {
            HttpAnswer answer;
            answer.body = script;
            return answer;
        });
        build::Request request;
        request.scriptUrl = server.url(QStringLiteral("/setup?token=of-the-url"));
        request.scriptSecrets.insert(QStringLiteral("KEY"), Secret(QByteArrayLiteral("it's secret")));
        const auto vm = m_fixture.boot({.imageId = {}, .userData = {}, .metadata = {}});
        const auto ran = runAsRoot(vm, build::customiseProgram(request, user()));
        const auto digest = QCryptographicHash::hash(script, QCryptographicHash::Sha256).toHex();
        const auto lines = ran.output.split('\n');
        QCOMPARE(build::scriptDigest(lines[0]), std::optional(digest));
        QCOMPARE(lines[1], "it's secret in /home/" + user().toUtf8() + " as 0 with 0022");
        QCOMPARE(ran.exitCode, 5);
        const auto traces = runAsRoot(vm, "grep -rls -e 'it.s secret' -e of-the-url -e 'echo \"$KEY' "
                                          "/etc /home /root /run /tmp /var /dev/shm; ls /dev/shm /etc/sudoers.d");
        QCOMPARE(traces.output, "/dev/shm:\n\n/etc/sudoers.d:\n90-cloud-init-users\n");
    }

    void case14_whatIsNoScriptOrNotThePinnedOneDoesNotRun_data()
    {
        const QByteArray script = "#!/bin/sh\ntouch /var/ran\n";
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("digest");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<bool>("ran");
        const auto right = QCryptographicHash::hash(script, QCryptographicHash::Sha256).toHex();
        QTest::newRow("404") << QStringLiteral("/gone") << QByteArray() << 201 << false;
        QTest::newRow("html") << QStringLiteral("/html") << QByteArray() << 203 << false;
        QTest::newRow("another digest") << QStringLiteral("/script") << QByteArray(64, '0') << 202 << false;
        QTest::newRow("redirect") << QStringLiteral("/moved") << right << 0 << true;
    }

    void case14_whatIsNoScriptOrNotThePinnedOneDoesNotRun()
    {
        QFETCH(const QString, path);
        QFETCH(const QByteArray, digest);
        HttpServer server([](const HttpRequest &request) {
            HttpAnswer answer;
            if (request.target == "/moved") {
                answer.status = 302;
                answer.headers = {{"Location", "/script"}};
            } else if (request.target == "/script") {
                answer.body = "#!/bin/sh\ntouch /var/ran\n";
            } else {
                answer.status = request.target == "/html" ? 200 : 404;
                answer.body = "<html>touch /var/ran</html>\n";
            }
            return answer;
        });
        build::Request request;
        request.scriptUrl = server.url(path);
        request.scriptSha256 = digest;
        if (m_scriptVm.id.isEmpty())
            m_scriptVm = m_fixture.boot({.imageId = {}, .userData = {}, .metadata = {}});
        const auto ran = runAsRoot(m_scriptVm, build::customiseProgram(request, user()));
        QTEST(ran.exitCode, "exitCode");
        QTEST(m_fixture.ssh(m_scriptVm, QStringLiteral("rm /var/ran")).exitCode == 0, "ran");
    }

    void ourUserDataSucceedsAndShowsTheHostKeyFirst()
    {
        build::Request request;
        request.release = *images::findRelease(QStringLiteral("noble"));
        request.arch = *images::findArch(QStringLiteral("x64"));
        request.proxy = QStringLiteral("192.0.2.7:3128");
        const auto userData = build::renderUserData(request);
        QVERIFY(userData.has_value());
        const auto vm = m_fixture.boot({.imageId = {}, .userData = *userData, .metadata = {}});
        QVERIFY2(vm.console.contains("imagebuilder: image script done"), vm.console.constData());
        // There is no GitHub here.
        QVERIFY2(vm.console.contains("imagebuilder: runner archive not verified"), vm.console.constData());
        QVERIFY(vm.console.indexOf("END SSH HOST KEY KEYS") < vm.console.indexOf("imagebuilder: step"));
        const auto left =
            m_fixture.ssh(vm, QStringLiteral("cloud-init status && ls actions-runner && cat /etc/hostname"));
        QCOMPARE(left.output, "status: done\nbin\nrun.sh\ngithub-runner\n");
    }
};

IMAGEBUILDER_TEST(ProgramsTest, "programs")

#include "programstest.moc"
