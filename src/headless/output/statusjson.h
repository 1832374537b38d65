// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/status.h"

#include <QtCore/QJsonObject>

namespace imagebuilder::headless {

/// The status as `--output json` and the feed show it. Stable: keys are only ever added.
QJsonObject toJson(const app::Status &status);

} // namespace imagebuilder::headless
