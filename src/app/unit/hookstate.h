// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "app/unit/unitmemory.h"
#include "app/unit/unitplaces.h"
#include "app/unit/unitplan.h"
#include "app/unit/workorders.h"
#include "juju/hooktools.h"

namespace imagebuilder::app {

/// image name → consumer → what it shows, by the journal.
using Shown = QMap<QString, QMap<QString, store::PublicationRecord>>;

/// All that a hook knows once it has asked Juju and looked at its own files.
struct HookState
{
    juju::HookEnvironment hook;
    juju::HookTools tools;
    UnitPlaces places;
    Backend &backend; ///< reads the journal; opens no connection
    UnitMemory memory;
    UnitPlan plan;
    QString blocked; ///< what is wrong with the options
    bool leader = false;

    bool works() const { return blocked.isEmpty() && leader && !plan.consumers.isEmpty(); }
    Result<Shown> shown() const;
};
using HookStatePtr = std::shared_ptr<HookState>;

/// Asks Juju for options, secrets, relations and leadership, and writes the unit's plan from them where this unit leads
/// and nothing is wrong. `backend` must outlive the state.
[[nodiscard]] Task<Result<HookStatePtr>> readHookState(Backend &backend, juju::HookEnvironment hook, UnitPlaces places,
                                                       std::stop_token stop);

} // namespace imagebuilder::app
