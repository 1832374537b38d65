// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

namespace imagebuilder::testing {

/// A real sshd on a free loopback port that lets the caller's own user in with one key.
class SshServer
{
public:
    SshServer();
    ~SshServer();
    SshServer(const SshServer &) = delete;
    SshServer &operator=(const SshServer &) = delete;

    bool isRunning() const { return m_process.state() == QProcess::Running; }
    int port() const { return m_port; }
    QString user() const;
    /// Path of the private key that is let in.
    QString key() const { return m_folder.filePath(QStringLiteral("login")); }
    /// "type base64" of its host key.
    QByteArray hostKey() const;
    /// sshd's own log, for a failed test's message.
    QByteArray log() const;

private:
    void makeKey(const QString &name);
    bool start();
    QTemporaryDir m_folder;
    QProcess m_process;
    int m_port = 0;
};

} // namespace imagebuilder::testing
