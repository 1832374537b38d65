// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/explain/explanation.h"
#include "headless/command.h"

namespace imagebuilder::headless {

Answer explainAnswer(const app::Explanation &about);

} // namespace imagebuilder::headless
