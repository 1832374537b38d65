// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/filelock.h"
#include "build/event.h"

namespace imagebuilder::build {

/// Takes the lock that says "this process runs the build"; it dies with the process. Conflict when another process
/// holds it, after a moment's patience with those who only look. `clock` must outlive the task.
[[nodiscard]] Task<Result<FileLock>> takeBuildLock(QString folder, QString buildId, Clock &clock, std::stop_token stop);

/// True while some process, this one included, runs the build; false for one whose process died.
Result<bool> isRunning(const QString &folder, const QString &buildId);

// Names of work that must be done once and by one at a time: making key pair and group, renewing a base image.
QString deploymentWork(const QString &cloud);
QString baseImageWork(const QString &cloud, const QString &imageName);

/// Waits for the lock on such work and tells once that it waits, as an event of step prepare. Timeout when another
/// process holds it for longer than any such work takes. `clock` must outlive the task.
[[nodiscard]] Task<Result<FileLock>> waitForLock(QString folder, QString work, Clock &clock, EventSink events,
                                                 std::stop_token stop);
/// The same for who does not wait: nothing while another holds it.
Result<std::optional<FileLock>> tryWorkLock(const QString &folder, const QString &work);
/// True while somebody does such work.
Result<bool> isUnderWay(const QString &folder, const QString &work);

/// Takes away the lock's file; only for who holds the lock of a closed build.
void removeBuildLock(const QString &folder, const QString &buildId);

} // namespace imagebuilder::build
