// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/child.h"

namespace imagebuilder::simcloud {

namespace {
constexpr int tickMilliseconds = 50; // how late a stop may be noticed
}

bool startChild(QProcess &process, const QStringList &command)
{
    process.setUnixProcessParameters(QProcess::UnixProcessFlag::CloseFileDescriptors |
                                     QProcess::UnixProcessFlag::ResetSignalHandlers);
    process.start(command.first(), command.mid(1));
    return process.waitForStarted();
}

int runChild(const QStringList &command, const OnBytes &onOutput, const std::stop_token &stop)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setStandardInputFile(QProcess::nullDevice());
    if (!startChild(process, command))
        return -1;
    while (process.state() == QProcess::Running) {
        process.waitForReadyRead(tickMilliseconds);
        if (const auto bytes = process.readAll(); !bytes.isEmpty())
            onOutput(bytes);
        if (stop.stop_requested()) {
            process.kill();
            process.waitForFinished();
            return -1;
        }
    }
    if (const auto bytes = process.readAll(); !bytes.isEmpty())
        onOutput(bytes);
    return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

} // namespace imagebuilder::simcloud
