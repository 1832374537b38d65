// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "app/metrics/exposition.h"

namespace imagebuilder::app {

/// What the journal, the runner clock and a cloud's quota tell of this deployment. A cloud that does not answer within
/// half a minute is told as down, and its quota is left out. After a stop the journal alone is asked. `backend` must
/// outlive the task.
[[nodiscard]] Task<Result<QList<Metric>>> collectMetrics(Backend &backend, QString cloud, std::stop_token stop);

/// Writes them to the settings' metrics file, whole or not at all (0644, for whoever scrapes); does nothing where none
/// is named. What goes wrong is a warning and no error: a build is not to fail by it. `backend` must outlive the task.
[[nodiscard]] Task<void> writeMetrics(Backend &backend, QString cloud, std::stop_token stop);

} // namespace imagebuilder::app
