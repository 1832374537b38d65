// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/backend.h"
#include "app/doctor/finding.h"

namespace imagebuilder::app {

/// What one cloud answers: login and its days left, clock, certificate, each service, quota, who may reach our VMs.
/// What builds need is looked at where `builds` is true. Takes a minute at most. `backend` must outlive the task.
[[nodiscard]] Task<QList<Finding>> checkCloud(Backend &backend, QString name, bool builds, std::stop_token stop);

} // namespace imagebuilder::app
