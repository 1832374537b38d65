// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/hookstate.h"

namespace imagebuilder::app {

/// Shows consumers what they may boot: the leader by the journal, and tells the peers; the other units what the leader
/// told (CASES 37). A bag is written only when it changes, and never cleared. `state` stays alive with the task.
[[nodiscard]] Task<Result<void>> showImages(HookStatePtr state, std::stop_token stop);

} // namespace imagebuilder::app
