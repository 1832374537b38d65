// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/plan/forecast.h"
#include "app/plan/projectlook.h"

namespace imagebuilder::app {

/// What would be deleted once what is built has one image more in each project that can be reached.
Result<QList<PruneForecast>> pruneForecast(const store::Journal &journal, const ProjectLooks &looks,
                                           const QList<BuildForecast> &builds, const QDateTime &now);

/// The same without shared images that one of these projects uses, or of which nobody can tell (CASES 8). `backend`
/// must outlive the task.
[[nodiscard]] Task<QList<PruneForecast>> withoutUsed(Backend &backend, ProjectLooks looks, QList<PruneForecast> prunes,
                                                     std::stop_token stop);

} // namespace imagebuilder::app
