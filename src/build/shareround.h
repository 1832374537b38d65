// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/deliveryplan.h"

namespace imagebuilder::build {

/// Says why the hub is not used.
void warnOfHub(const Site &site, const Progress &build, const Error &error);

/// Whether any of the consumers may be served by sharing.
bool isSharing(const Request &request, const QStringList &consumers);

/// What can be shared when distributing begins: the snapshot, what an interrupted attempt copied, and the hub or what
/// is to be copied there. A hub that does not answer is a warning, and the rest goes without it. `site` must outlive
/// the task.
[[nodiscard]] Task<Result<SharingGround>> sharingGround(Site &site, ProgressPtr build, Destination own,
                                                        openstack::Image snapshot, std::stop_token stop);

/// Adds what was copied now. A hub that got nothing is given up after the last attempt.
Result<void> addCopies(Site &site, ProgressPtr build, SharingGround &ground, const QList<ShareSource> &copied);

/// Shares with all of the list, side by side; each consumer's outcome is noted. The consumers that shall be tried
/// again: another's copy is not there yet, or sharing failed and they get a copy instead (`ground.refused`).
[[nodiscard]] Task<Result<QStringList>> shareWithAll(Site &site, ProgressPtr build, QList<Destination> list,
                                                     std::shared_ptr<SharingGround> ground, openstack::Image snapshot,
                                                     int attempt, std::stop_token stop);

} // namespace imagebuilder::build
