// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/runner/runnerclock.h"

#include <QtCore/QJsonObject>

namespace imagebuilder::headless {

/// The runner clock as `status` and `plan` tell it.
QJsonObject clockJson(const app::RunnerClock &clock);

} // namespace imagebuilder::headless
