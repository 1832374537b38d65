// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/request.h"

namespace imagebuilder::build {

/// The shell program, for `sudo -n /bin/sh -s` over standard input, that looks at a VM made from a new image: what our
/// script installs (of an image that it made), that nothing of the build is left (CASES 16), and the operator's own
/// script. It tells each check that fails in a line, and ends with `imagebuilder: verified` when none did.
QByteArray checkProgram(const Request &request, const QString &sshUser, const QString &runnerVersion);

/// The checks that a program's output says failed, "NAME: why" each.
QStringList failedChecks(const QByteArray &output);

/// Whether the output says that every check was made and passed.
bool saysVerified(const QByteArray &output);

} // namespace imagebuilder::build
