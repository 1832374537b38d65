// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/unitplaces.h"
#include "juju/hookenvironment.h"

namespace imagebuilder::app {

/// What the worker sees: the unit's file of variables and the operator's, nothing of this process's own.
QProcessEnvironment workerEnvironment(const UnitPlaces &places);

/// Starts the attendant of a worker and leaves it running: with a session of its own, no open files of ours, nothing of
/// Juju's environment. Nothing when a worker is at work: it sees what was ordered.
Result<void> startWorker(const UnitPlaces &places, const juju::HookEnvironment &hook);
/// What starts these words outside of the agent's own service, where systemd runs.
QStringList detachedWords(const UnitPlaces &places, const QStringList &words);

/// The attendant: starts a worker as the user imagebuilder, calls `juju-exec UNIT` with the event `built` whenever the
/// worker wants Juju to hear, and once more when it has ended, each until that worked. `clock` must outlive the task.
[[nodiscard]] Task<Result<void>> attendWorker(UnitPlaces places, QString unit, Clock &clock, std::stop_token stop);

} // namespace imagebuilder::app
