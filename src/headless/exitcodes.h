// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

namespace imagebuilder::headless {

/// What the program ends with. Stable: scripts decide by these. 1 and 2 are CONTRACT.md's.
enum class ExitCode {
    Success = 0,
    Failed = 1, ///< a build that failed, whatever the reason; a script in the VM
    Usage = 2,
    Config = 3,
    Auth = 4,
    NotFound = 5,
    Conflict = 6,
    Quota = 7,
    Unavailable = 8,
    Timeout = 9,
    Protocol = 10,
    Storage = 11,
    Internal = 70,
    Cancelled = 130,
};

/// The one table from kinds to codes.
ExitCode exitCodeFor(ErrorKind kind);

/// The table as `--help` shows it.
QString exitCodesHelp();

} // namespace imagebuilder::headless
