// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/hookstate.h"

namespace imagebuilder::app {

/// Answers a hook of Juju, or an event of our own (`run` of cron, `built` of the worker): writes plan and secrets,
/// wakes the worker, shows what is ready, sets the status. It opens no connection and waits for no build. What it does
/// not know is no error. `backend` must outlive the task.
[[nodiscard]] Task<Result<void>> answerHook(Backend &backend, juju::HookEnvironment hook, UnitPlaces places,
                                            std::stop_token stop);

/// What is shown to consumers, and the status, as they are now; the end of every hook and action.
[[nodiscard]] Task<Result<void>> settleUnit(HookStatePtr state, std::stop_token stop);

} // namespace imagebuilder::app
