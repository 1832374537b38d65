// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/sshserver.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QTcpServer>

#include <pwd.h>
#include <unistd.h>

namespace imagebuilder::testing {

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

} // namespace

SshServer::SshServer()
{
    makeKey(QStringLiteral("host"));
    makeKey(QStringLiteral("login"));
    // Where root's sshd confines its unprivileged half.
    if (::geteuid() == 0)
        QDir().mkpath(QStringLiteral("/run/sshd"));
    for (int attempt = 0; attempt < 5 && !start(); ++attempt)
        m_process.waitForFinished();
}

SshServer::~SshServer()
{
    m_process.kill();
    m_process.waitForFinished();
}

bool SshServer::start()
{
    m_port = freePort();
    QFile config(m_folder.filePath(QStringLiteral("sshd_config")));
    if (!config.open(QIODevice::WriteOnly))
        return false;
    config.write(QStringLiteral("ListenAddress 127.0.0.1\nPort %1\nHostKey %2/host\nAuthorizedKeysFile %2/login.pub\n"
                                "PidFile none\nUsePAM no\nStrictModes no\nPermitRootLogin yes\n"
                                "PasswordAuthentication no\nPrintMotd no\nPerSourcePenalties no\n")
                     .arg(m_port)
                     .arg(m_folder.path())
                     .toUtf8());
    config.close();
    // -D -e: in the foreground, log to stderr. The full path, because sshd starts itself anew.
    m_process.setProgram(QStringLiteral("/usr/sbin/sshd"));
    m_process.setArguments({QStringLiteral("-D"), QStringLiteral("-e"), QStringLiteral("-f"), config.fileName()});
    m_process.setStandardErrorFile(m_folder.filePath(QStringLiteral("log")));
    m_process.start();
    if (!m_process.waitForStarted())
        return false;
    while (!log().contains("Server listening"))
        if (m_process.waitForFinished(20)) // ended: the port was taken meanwhile
            return false;
    return true;
}

void SshServer::makeKey(const QString &name)
{
    QProcess::execute(QStringLiteral("ssh-keygen"),
                      {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"), QStringLiteral("-N"),
                       QString(), QStringLiteral("-f"), m_folder.filePath(name)});
}

QString SshServer::user() const
{
    return QString::fromLocal8Bit(::getpwuid(::geteuid())->pw_name);
}

QByteArray SshServer::hostKey() const
{
    return contents(m_folder.filePath(QStringLiteral("host.pub"))).split(' ').first(2).join(' ');
}

QByteArray SshServer::log() const
{
    return contents(m_folder.filePath(QStringLiteral("log")));
}

} // namespace imagebuilder::testing
