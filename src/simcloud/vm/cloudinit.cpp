// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/cloudinit.h"

#include "simcloud/vm/hostkeys.h"
#include "simcloud/vm/sandbox.h"

#include <QtCore/QDateTime>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>

#include <algorithm>

namespace imagebuilder::simcloud {

namespace {

void append(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::Append))
        file.write(bytes);
}

} // namespace

CloudInit::CloudInit(const VmFolders &vm, const VmSpec &spec, const Console &console,
                     std::function<milliseconds()> uptime)
    : m_vm(vm), m_spec(spec), m_console(console), m_uptime(std::move(uptime)), m_parts(userDataParts(spec.userData))
{
    std::ranges::stable_sort(m_parts, {}, &UserDataPart::name);
}

void CloudInit::say(const QByteArray &text) const
{
    const auto time = QString::number(static_cast<double>(m_uptime().count()) / 1000, 'f', 6).rightJustified(12);
    const auto line = text + '\n';
    append(m_vm.onDisk(QStringLiteral("/var/log/cloud-init-output.log")), line);
    m_console.write('[' + time.toLatin1() + "] cloud-init[812]: " + line);
}

void CloudInit::init(const std::stop_token &stop)
{
    say("Cloud-init v. " + m_spec.cloudInitVersion.toUtf8() + " running 'init'. Up " +
        QByteArray::number(m_uptime().count() / 1000) + " seconds.");
    const auto instance = m_vm.onDisk(QStringLiteral("/var/lib/cloud/instances/") + m_spec.id);
    m_firstBoot = !QFileInfo::exists(instance);
    QDir().mkpath(instance + QStringLiteral("/scripts"));
    const auto link = m_vm.onDisk(QStringLiteral("/var/lib/cloud/instance"));
    QFile::remove(link);
    QFile::link(QStringLiteral("/var/lib/cloud/instances/") + m_spec.id, link);
    writeFile(instance + QStringLiteral("/user-data.txt"), m_spec.userData);
    for (auto part : std::as_const(m_parts)) {
        if (part.type != "text/cloud-boothook")
            continue;
        if (part.body.startsWith("#cloud-boothook"))
            part.body.remove(0, part.body.indexOf('\n') + 1);
        runPart(part, stop); // at every boot
    }
    if (m_firstBoot)
        setUp();
    makeHostKeys(m_vm);
}

void CloudInit::setUp() const
{
    writeFile(m_vm.onDisk(QStringLiteral("/etc/hostname")), m_spec.hostName.toUtf8() + '\n');
    writeFile(m_vm.onDisk(QStringLiteral("/etc/netplan/50-cloud-init.yaml")),
              "network:\n  version: 2\n  ethernets:\n    ens3:\n      dhcp4: true\n      match:\n"
              "        macaddress: fa:16:3e:" +
                  m_spec.id.toLatin1().first(6).insert(4, ':').insert(2, ':') + "\n      set-name: ens3\n");
    writeFile(m_vm.onDisk(QStringLiteral("/etc/ssh/sshd_config.d/50-cloud-init.conf")), "PasswordAuthentication no\n");
    if (m_spec.publicKey.isEmpty())
        return;
    // Keys of an earlier life stay, as cloud-init leaves them: whoever makes an image has to take them out.
    append(m_vm.onDisk(QStringLiteral("/home/ubuntu/.ssh/authorized_keys")), m_spec.publicKey.trimmed() + '\n');
    append(m_vm.onDisk(QStringLiteral("/root/.ssh/authorized_keys")),
           "no-port-forwarding,no-agent-forwarding,no-X11-forwarding,command=\"exit 142\" " +
               m_spec.publicKey.trimmed() + '\n');
}

int CloudInit::runPart(const UserDataPart &part, const std::stop_token &stop) const
{
    const auto path =
        QStringLiteral("/var/lib/cloud/instances/%1/scripts/%2").arg(m_spec.id, QString::fromUtf8(part.name));
    writeFile(m_vm.onDisk(path), part.body, true);
    QByteArray begun;
    const auto code = runChild(
        inVm(m_vm, m_spec.hostName, QStringLiteral("root")) + QStringList{path},
        [&](const QByteArray &bytes) {
            begun += bytes;
            auto lines = begun.split('\n');
            begun = lines.takeLast();
            for (const auto &line : std::as_const(lines))
                say(line);
        },
        stop);
    if (!begun.isEmpty())
        say(begun);
    return code;
}

void CloudInit::final(const std::stop_token &stop)
{
    say("Cloud-init v. " + m_spec.cloudInitVersion.toUtf8() + " running 'modules:final'. Up " +
        QByteArray::number(m_uptime().count() / 1000) + " seconds.");
    if (m_firstBoot) {
        for (const auto &part : std::as_const(m_parts))
            if (part.type == "text/x-shellscript" && runPart(part, stop) != 0)
                m_scriptFailed = true;
        if (m_scriptFailed)
            say("WARNING Failed to run module scripts_user (scripts in /var/lib/cloud/instance/scripts)");
    }
    m_console.write(hostKeyBlock(m_vm));
    if (m_spec.story == VmStory::ForgedKeys)
        m_console.write(forgedKeyBlock());
}

void CloudInit::finish() const
{
    say("Cloud-init v. " + m_spec.cloudInitVersion.toUtf8() +
        " finished. Datasource DataSourceConfigDrive "
        "[net,ver=2][source=/dev/sr0].  Up " +
        QByteArray::number(m_uptime().count() / 1000) + " seconds");
    const auto answer = m_vm.onDisk(QStringLiteral("/run/cloud-init/answer"));
    writeFile(answer + QStringLiteral(".new"), cloudInitAnswer(m_spec.story, m_scriptFailed));
    QFile::rename(answer + QStringLiteral(".new"), answer); // whole or not at all: somebody waits for it
}

} // namespace imagebuilder::simcloud
