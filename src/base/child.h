// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"

#include <QtCore/QProcessEnvironment>
#include <QtCore/QStringList>

#include <functional>
#include <optional>

namespace imagebuilder {

/// A program to run. Secrets go through `input`, never through `arguments`: those are visible to every user.
struct ChildCommand
{
    QString program; ///< looked up in PATH
    QStringList arguments;
    QByteArray input; ///< standard input, closed after it
    milliseconds timeout = seconds(60);
    qint64 maxOutput = 4LL * 1024 * 1024; ///< bytes of stdout that are kept, the first ones
    qint64 maxErrors = 64LL * 1024;       ///< bytes of stderr that are kept, the last ones
    /// Called for every line of both, without its end and without control codes; long lines come in pieces.
    std::function<void(QByteArray)> onLine;
    std::optional<QProcessEnvironment> environment = {}; ///< all that it sees; unset: a handful of harmless variables
};

struct ChildOutcome
{
    int exitCode = 0; ///< 128 + signal when a signal ended it, as shells say it
    QByteArray output;
    QByteArray errors;
};

/// Runs a program to its end with the event loop. The child sees no
/// terminal, and dies when we die. On Timeout and Cancelled it is ended (TERM, then KILL) and reaped before this
/// returns. Config error when it cannot be started.
[[nodiscard]] Task<Result<ChildOutcome>> runChild(ChildCommand command, std::stop_token stop);

} // namespace imagebuilder
