// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/sshd.h"

#include "simcloud/vm/child.h"
#include "simcloud/vm/sandbox.h"

#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace imagebuilder::simcloud {

namespace {

/// The machine's file without the login, then our line for it. With uid 0 the session can enter the VM's root without
/// a user namespace; the home is one that exists here, since sshd goes there first.
QByteArray withLogin(const QString &file, const QByteArray &line)
{
    QByteArray text;
    for (const auto &other : readFile(file).split('\n'))
        if (!other.isEmpty() && !other.startsWith("ubuntu:"))
            text += other + '\n';
    return text + line + '\n';
}

/// The addresses of loopback behind those that the VM shows.
QString listenAddresses(const VmSpec &spec)
{
    const bool six = spec.address.startsWith(u"::ffff:");
    const auto own = six ? spec.address.sliced(7) : spec.address;
    QStringList lines;
    if (!spec.isolated)
        lines << QStringLiteral("ListenAddress %1\n").arg(own);
    if (!six)
        lines << QStringLiteral("ListenAddress %1\n").arg(floatingAddressFor(own));
    return lines.join(QString());
}

QByteArray configuration(const VmFolders &vm, const VmSpec &spec, int port)
{
    return QStringLiteral("Port %1\n%2HostKey \"%3\"\nAuthorizedKeysFile \"%4\"\nAllowUsers %5\n"
                          "ForceCommand \"%6\"\nPermitRootLogin yes\nUsePAM no\nStrictModes no\nPidFile none\n"
                          "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitUserRC no\n"
                          "AllowTcpForwarding no\nAllowAgentForwarding no\nX11Forwarding no\nPrintMotd no\n"
                          "PrintLastLog no\nUseDNS no\nMaxStartups 100\n")
        .arg(port)
        .arg(listenAddresses(spec), vm.onDisk(QStringLiteral("/etc/ssh/ssh_host_ed25519_key")),
             vm.onDisk(QStringLiteral("/home/ubuntu/.ssh/authorized_keys")), sshUser(),
             vm.host(QStringLiteral("session")))
        .toUtf8();
}

QByteArray quoted(const QStringList &command)
{
    QByteArrayList words;
    for (const auto &word : command)
        words.append('\'' + word.toUtf8().replace("'", "'\\''") + '\'');
    return words.join(' ');
}

/// What every session runs: into the VM, there the command that the client sent, or a login shell.
QByteArray sessionScript(const VmFolders &vm, const VmSpec &spec)
{
    const auto enter = quoted(inVm(vm, spec.hostName, QStringLiteral("ubuntu")));
    return "#!/bin/sh\n[ -n \"$SSH_ORIGINAL_COMMAND\" ] || exec " + enter + " /bin/bash -l\nexec " + enter +
           " /bin/bash -c \"$SSH_ORIGINAL_COMMAND\"\n";
}

} // namespace

QString sshUser()
{
    if (runsAsRoot())
        return QStringLiteral("ubuntu");
    const auto *entry = getpwuid(geteuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QString();
}

Result<int> freePort()
{
    const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET; // any address: the port must be free on all of them
    socklen_t size = sizeof address;
    const bool bound = probe >= 0 && bind(probe, reinterpret_cast<sockaddr *>(&address), size) == 0 &&
                       getsockname(probe, reinterpret_cast<sockaddr *>(&address), &size) == 0;
    close(probe);
    if (!bound)
        return failure(ErrorKind::Unavailable, QStringLiteral("no free port for the VMs' SSH servers"));
    return ntohs(address.sin_port);
}

Sshd::~Sshd()
{
    stop();
}

Result<void> Sshd::start(const VmFolders &vm, const VmSpec &spec, int port)
{
    const auto config = vm.host(QStringLiteral("sshd_config"));
    QStringList command = {"bwrap", "--die-with-parent", "--unshare-pid", "--dev-bind", "/", "/", "--proc", "/proc"};
    bool written = writeFile(config, configuration(vm, spec, port)) &&
                   writeFile(vm.host(QStringLiteral("session")), sessionScript(vm, spec), true);
    if (runsAsRoot()) {
        const auto passwd = vm.host(QStringLiteral("passwd"));
        const auto shadow = vm.host(QStringLiteral("shadow"));
        written = written && writeFile(passwd, withLogin(QStringLiteral("/etc/passwd"), "ubuntu:x:0:0::/:/bin/sh")) &&
                  writeFile(shadow, withLogin(QStringLiteral("/etc/shadow"), "ubuntu:*:19700:0:99999:7:::"));
        command +=
            {"--tmpfs", "/run",        "--dir",  "/run/sshd", "--ro-bind", passwd,   "/etc/passwd", "--ro-bind",
             shadow,    "/etc/shadow", "--bind", vm.folder(), vm.folder(), "--bind", vm.standIns(), vm.standIns()};
    }
    if (!written)
        return failure(ErrorKind::Storage, QStringLiteral("cannot write the configuration of a VM's sshd"));
    command += {"--", "/usr/sbin/sshd", "-D", "-e", "-f", config};
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setStandardOutputFile(QProcess::nullDevice());
    m_process.setStandardErrorFile(vm.host(QStringLiteral("sshd.log")));
    if (!startChild(m_process, command))
        return failure(ErrorKind::Unavailable,
                       QStringLiteral("cannot start a VM's sshd: %1").arg(m_process.errorString()));
    return {};
}

void Sshd::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished();
}

} // namespace imagebuilder::simcloud
