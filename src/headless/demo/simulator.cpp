// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/demo/simulator.h"

#include "base/json.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QStandardPaths>

namespace imagebuilder::headless {

namespace {
const QString simulatorName = QStringLiteral("imagebuilder-simcloud");
constexpr int simulatorPatience = 30'000; // ms
} // namespace

Result<std::unique_ptr<Simulator>> Simulator::start(const QStringList &arguments)
{
    auto path = QStandardPaths::findExecutable(simulatorName, {QCoreApplication::applicationDirPath()});
    if (path.isEmpty())
        path = QStandardPaths::findExecutable(simulatorName);
    if (path.isEmpty())
        return failure(ErrorKind::NotFound,
                       QStringLiteral("%1 lies neither beside this program nor on PATH; install the "
                                      "package that holds it")
                           .arg(simulatorName));
    std::unique_ptr<Simulator> simulator(new Simulator);
    auto &process = simulator->m_process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    // A Ctrl-C is meant for this program, which still needs the cloud to undo what it did.
    process.setUnixProcessParameters(QProcess::UnixProcessFlag::CreateNewSession);
    process.start(path, QStringList{QStringLiteral("--with-parent")} + arguments);
    while (!process.canReadLine())
        if (!process.waitForReadyRead(simulatorPatience))
            return failure(ErrorKind::Unavailable,
                           QStringLiteral("%1 did not start: %2").arg(path, process.errorString()));
    IB_TRY(const auto object, parseJsonObject(process.readLine(), QStringLiteral("the simulated cloud's first line")));
    const JsonReader ready(object, QStringLiteral("the simulated cloud's first line"));
    IB_TRY(simulator->cloudsYaml, ready.string(QStringLiteral("clouds")));
    IB_TRY(simulator->url, ready.string(QStringLiteral("url")));
    IB_TRY(simulator->sshUser, ready.string(QStringLiteral("ssh_user")));
    IB_TRY(const auto port, ready.integer(QStringLiteral("ssh_port")));
    simulator->sshPort = static_cast<int>(port);
    return simulator;
}

Simulator::~Simulator()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(simulatorPatience))
        m_process.kill();
    m_process.waitForFinished();
}

} // namespace imagebuilder::headless
