// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <memory>

namespace imagebuilder::testing {

/// What a program that has ended left.
struct Ended
{
    int exitCode = -1; ///< -1: it crashed, was killed, or did not end in time
    QByteArray out;
    QByteArray err;
    bool inTime = true;

    /// Standard output as one JSON object; empty when it is none.
    QJsonObject json() const;
};

/// imagebuilderd, which lies beside the test program, as a child process with folders of its own.
class Program
{
public:
    /// `environment` is what the child sees; the folders' variables are added.
    explicit Program(const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

    /// Sets a variable for what is started from now on.
    void setVariable(const QString &name, const QString &value) { m_environment.insert(name, value); }
    Ended run(const QStringList &arguments, int timeoutMs = 60'000) const;
    /// Starts it and leaves it running; `prefix` is a command that starts it, such as strace and its options.
    std::unique_ptr<QProcess> start(const QStringList &arguments, const QStringList &prefix = {}) const;
    /// Waits for one that was started.
    static Ended wait(QProcess &process, int timeoutMs = 60'000);

    /// A path in the folder that all its folders lie in; "state", "cache" and "logs" are its own.
    QString path(const QString &below = {}) const { return m_folder.filePath(below); }
    /// Every file below its folder that holds these bytes, for what must be nowhere.
    QStringList filesWith(const QByteArray &bytes) const;

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
};

} // namespace imagebuilder::testing
