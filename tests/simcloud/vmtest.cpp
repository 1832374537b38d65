// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/testmain.h"
#include "support/vmfixture.h"

#include <QtCore/QDir>

using namespace imagebuilder::testing;

namespace {

const QByteArray showsKeysAndWorks = R"sh(#!/bin/sh
{ echo '-----BEGIN SSH HOST KEY KEYS-----'; cat /etc/ssh/ssh_host_*_key.pub; echo '-----END SSH HOST KEY KEYS-----'; } >/dev/console
echo "ran as $(id -u)"
snap install aproxy --edge && systemctl disable apt-daily.timer && apt-get -y upgrade
)sh";

} // namespace

/// Whether a simulated VM is a VM, as far as a builder can tell.
class VmTest : public QObject
{
    Q_OBJECT

    VmFixture m_fixture;

private Q_SLOTS:
    void sessionIsInTheVmAndNotOnTheMachine()
    {
        const auto vm = m_fixture.boot({.imageId = {}, .userData = showsKeysAndWorks, .metadata = {}});
        QVERIFY2(!vm.address.isEmpty(), vm.console.constData());
        QVERIFY2(vm.console.contains("cloud-init[812]: ran as 0"), vm.console.constData());
        const auto whoAndWhere =
            m_fixture.ssh(vm, QStringLiteral("echo $HOME; hostname; cat; exit 7"), "to standard input\n");
        QCOMPARE(whoAndWhere.exitCode, 7);
        QCOMPARE(whoAndWhere.output, "/home/ubuntu\nvm\nto standard input\n");
        const auto root =
            m_fixture.ssh(vm, QStringLiteral("sudo -n /bin/sh -s"), "id -u; touch /usr/bin/x; mount -t tmpfs x /mnt");
        QCOMPARE(root.output, "0\n");
        QCOMPARE(root.errors.count("touch: cannot touch"), 1);
        QVERIFY2(root.exitCode != 0, root.errors.constData());
        QCOMPARE(m_fixture.ssh(vm, QStringLiteral("sh -c 'kill $$; echo survived'; echo $?")).output,
                 "143\n"); // no signal is blocked
        const auto noted =
            m_fixture.ssh(vm, QStringLiteral("cat /var/log/standins.log; cloud-init status --wait --long"));
        QVERIFY2(noted.output.contains(
                     "snap install aproxy --edge\nsystemctl disable apt-daily.timer\napt-get -y upgrade\n"),
                 noted.output.constData());
        QVERIFY(noted.output.contains("status: done"));
        const auto machine = m_fixture.ssh(
            vm, QStringLiteral("ls -d '%1' '%2'").arg(QDir::homePath(), QStringLiteral(IMAGEBUILDER_SOURCE_DIR)));
        QVERIFY(machine.output.isEmpty() || machine.output == "/root\n"); // the VM's own
    }

    void whatWasLeftOnTheDiskIsInTheBootedCopy()
    {
        const auto vm = m_fixture.boot({.imageId = {}, .userData = showsKeysAndWorks, .metadata = {}});
        QCOMPARE(m_fixture.ssh(vm, QStringLiteral("echo left >/var/tmp/left")).exitCode, 0);
        QVERIFY(m_fixture.stop(vm.id));
        const auto copy = m_fixture.boot({.imageId = m_fixture.snapshot(vm.id), .userData = {}, .metadata = {}});
        QVERIFY2(!copy.address.isEmpty(), copy.console.constData());
        QCOMPARE(copy.hostKey(), vm.hostKey()); // nobody took the keys out
        QCOMPARE(m_fixture.ssh(copy, QStringLiteral("cat /var/tmp/left")).output, "left\n");
    }

    void vmsDieWithTheirSimulator()
    {
        VmFixture::Vm vm;
        int port = 0;
        {
            const VmFixture other;
            vm = other.boot({.imageId = {}, .userData = {}, .metadata = {}});
            port = other.cloud().state().value("ssh_port").toInt();
            QCOMPARE(other.ssh(vm, QStringLiteral("true")).exitCode, 0);
        }
        QTcpSocket socket;
        socket.connectToHost(vm.address, static_cast<quint16>(port));
        QVERIFY(!socket.waitForConnected());
        QCOMPARE(socket.error(), QAbstractSocket::ConnectionRefusedError);
    }

    void diskWithoutMachineIdNeverAnswers()
    {
        const auto old = m_fixture.boot({.imageId = {}, .userData = {}, .metadata = {{"sim:cloud-init", "22.4"}}});
        QCOMPARE(m_fixture.ssh(old, QStringLiteral("cloud-init clean --machine-id; ls /etc/machine-id")).exitCode, 2);
        QVERIFY(m_fixture.stop(old.id));
        const auto copy = m_fixture.boot({.imageId = m_fixture.snapshot(old.id), .userData = {}, .metadata = {}});
        QVERIFY(!copy.address.isEmpty()); // Neutron gave it one, which the guest never learns
        QCOMPARE(m_fixture.ssh(copy, QStringLiteral("true")).exitCode, 255);
    }
};

IMAGEBUILDER_TEST(VmTest, "vm")

#include "vmtest.moc"
