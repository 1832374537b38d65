// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/plan.h"
#include "headless/invocation.h"

namespace imagebuilder::headless {

/// The plan that is found without being named, for commands that work without one too; its settings are put into the
/// invocation. Nothing where there is none, or where it has mistakes, which `doctor` and `plan --check` tell.
std::optional<app::Plan> foundPlan(Invocation &invocation);

} // namespace imagebuilder::headless
