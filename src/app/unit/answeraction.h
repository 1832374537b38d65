// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/hookstate.h"

namespace imagebuilder::app {

/// Answers an action: results through action-set, a reason through action-fail; only Juju's own errors are errors.
/// `run` returns the ids of the builds at once, or waits for them; others are answered by this program's own commands,
/// which run as the worker. `backend` must outlive the task.
[[nodiscard]] Task<Result<void>> answerAction(Backend &backend, juju::HookEnvironment hook, UnitPlaces places,
                                              std::stop_token stop);

} // namespace imagebuilder::app
