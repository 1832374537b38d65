// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/request.h"

namespace imagebuilder::build {

/// A value as one word of a POSIX shell, whatever it holds.
QByteArray shellQuoted(const QByteArray &value);

/// The shell program that runs the operator's script in the VM. It goes over standard input to `sudo -n /bin/sh -s`,
/// so neither secret, URL nor script stands in an argument, a log or on disk: it fetches to memory (/dev/shm), checks
/// (HTTP status, SHA-256, a `#!` line), and runs it with the secrets in its environment, empty standard input, from the
/// login's home. sudo's own logging is off meanwhile (CONTRACT.md, CASES 14).
QByteArray customiseProgram(const Request &request, const QString &sshUser);

/// The shell program that makes the VM anonymous and proves it (CASES 16): removes the build's key, host keys, logs,
/// proxy settings and histories, runs cloud-init clean with the options its version knows, and looks again. It ends
/// with the line `imagebuilder: sealed`.
QByteArray sealProgram(const QString &sshUser);

/// The SHA-256 (hex) in the line by which customiseProgram says what it fetched; nothing in any other line.
std::optional<QByteArray> scriptDigest(const QByteArray &line);

/// Exit codes of customiseProgram beyond the script's own, and what each means.
QString customiseFailure(int exitCode);

} // namespace imagebuilder::build
