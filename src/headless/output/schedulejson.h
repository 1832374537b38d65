// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/schedule/schedulestate.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

// The schedule as `--output json` shows it. Stable: keys are only ever added.
namespace imagebuilder::headless {

QJsonObject toJson(const app::Pause &pause);
QJsonArray toJson(const QList<app::Streak> &streaks);
QJsonObject toJson(const app::ScheduleState &state);

} // namespace imagebuilder::headless
