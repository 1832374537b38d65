// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/secret.h"

#include <functional>

namespace imagebuilder::ssh {

/// Where and as whom a command runs.
struct Target
{
    QString user;
    QString address; ///< IPv4 or IPv6, without brackets
    int port = 22;
    QString privateKey; ///< path
    QByteArray knownHosts;
};

struct Command
{
    QString line;     ///< run by the remote login shell; holds no secret
    QByteArray input; ///< standard input; may hold secrets, never logged
    milliseconds timeout = seconds(60);
    /// Called for every line of output (stdout and stderr), without the line end, control codes dropped.
    std::function<void(QByteArray)> onLine;
};

struct Outcome
{
    int exitCode = 0;
    QByteArray output; ///< stdout, at most 4 MiB
    QByteArray errors; ///< stderr, at most 64 KiB
};

/// Runs one command with the OpenSSH client, strictly checking host keys. A non-zero exit code of the command is an
/// Outcome; Ssh errors are those of the connection (ssh's own 255), Timeout and Cancelled end the child.
[[nodiscard]] Task<Result<Outcome>> run(Target target, Command command, std::stop_token stop);

} // namespace imagebuilder::ssh
