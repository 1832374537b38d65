// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/filelock.h"

namespace imagebuilder::build {

/// Takes the lock that says "this process runs the build"; it dies with the process. Conflict when another process
/// holds it, after a moment's patience with those who only look. `clock` must outlive the task.
[[nodiscard]] Task<Result<FileLock>> takeBuildLock(QString folder, QString buildId, Clock &clock, std::stop_token stop);

/// True while some process, this one included, runs the build; false for one whose process died.
Result<bool> isRunning(const QString &folder, const QString &buildId);

/// Waits for a lock that others hold while they make something that must be made once (a base image, a key pair).
[[nodiscard]] Task<Result<FileLock>> waitForLock(QString folder, QString name, Clock &clock, std::stop_token stop);

/// Takes away the lock's file; only for who holds the lock of a closed build.
void removeBuildLock(const QString &folder, const QString &buildId);

} // namespace imagebuilder::build
