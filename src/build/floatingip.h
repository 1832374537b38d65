// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Takes a floating IP from the build's external network, if it has one, and leads it to the VM; or finds the one that
/// an interrupted attempt took. It comes first among the build's addresses. `site` must outlive the task.
[[nodiscard]] Task<Result<void>> giveFloatingIp(Site &site, ProgressPtr build, std::stop_token stop);

/// Gives back every floating IP that the journal knows this build to have taken, or to have been about to (CASES 20).
[[nodiscard]] Task<Result<void>> releaseFloatingIps(Site &site, QString buildId, std::stop_token stop);

/// What the description of every floating IP of a deployment begins with.
QString floatingIpMark(const QString &deployment);
/// The build that a floating IP was taken for; nothing where it is not this deployment's.
std::optional<QString> buildOf(const openstack::FloatingIp &floatingIp, const QString &deployment);

} // namespace imagebuilder::build
