// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/program.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDirIterator>
#include <QtCore/QJsonDocument>

namespace imagebuilder::testing {

QJsonObject Ended::json() const
{
    return QJsonDocument::fromJson(out).object();
}

Program::Program(const QProcessEnvironment &environment) : m_environment(environment)
{
    setVariable(QStringLiteral("IMAGEBUILDER_STATE_DIR"), path(QStringLiteral("state")));
    setVariable(QStringLiteral("IMAGEBUILDER_CACHE_DIR"), path(QStringLiteral("cache")));
    setVariable(QStringLiteral("IMAGEBUILDER_LOG_DIR"), path(QStringLiteral("logs")));
    // No test leaves this machine.
    setVariable(QStringLiteral("IMAGEBUILDER_UPSTREAM_RELEASES"), QStringLiteral("off"));
    setVariable(QStringLiteral("IMAGEBUILDER_FORK_RELEASES"), QStringLiteral("off"));
}

std::unique_ptr<QProcess> Program::start(const QStringList &arguments, const QStringList &prefix) const
{
    auto words = prefix;
    words << QCoreApplication::applicationDirPath() + QStringLiteral("/imagebuilderd") << arguments;
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(m_environment);
    process->setProgram(words.takeFirst());
    process->setArguments(words);
    process->start();
    if (!process->waitForStarted())
        qFatal("%s did not start: %s", qPrintable(process->program()), qPrintable(process->errorString()));
    return process;
}

Ended Program::wait(QProcess &process, int timeoutMs)
{
    const bool ended = process.state() == QProcess::NotRunning || process.waitForFinished(timeoutMs);
    if (!ended) {
        process.kill();
        process.waitForFinished();
    }
    const bool itself = ended && process.exitStatus() == QProcess::NormalExit;
    return {itself ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError(), ended};
}

Ended Program::run(const QStringList &arguments, int timeoutMs) const
{
    const auto process = start(arguments);
    return wait(*process, timeoutMs);
}

QStringList Program::filesWith(const QByteArray &bytes) const
{
    QStringList found;
    QDirIterator files(path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
            found << file.fileName();
    }
    return found;
}

} // namespace imagebuilder::testing
