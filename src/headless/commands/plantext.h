// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/forecast.h"
#include "app/plan/planreader.h"
#include "headless/command.h"

// What `plan` answers, as text and as JSON (resources/schemas/plan.json and plan-check.json).
namespace imagebuilder::headless {

Answer forecastAnswer(const QString &file, const app::Forecast &forecast, const QDateTime &now);
/// Ends with Config where there is any mistake.
Answer checkAnswer(const QString &file, const app::PlanReading &reading);

} // namespace imagebuilder::headless
