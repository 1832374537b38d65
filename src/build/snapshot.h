// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Makes the image, or finds the one that an interrupted attempt asked for. Done only when Glance holds the bytes:
/// image active, size > 0, the server's task state clear (CASES 9). Fills snapshotId. `site` must outlive the task.
[[nodiscard]] Task<Result<void>> snapshot(Site &site, ProgressPtr build, std::stop_token stop);

/// What the snapshot and its copies carry: the labels', ours, Glance's `architecture`, and the state they begin in.
openstack::Properties imageProperties(const Site &site, const Progress &build);

/// The image that this build's VM was made into, whatever its state; nothing where none was asked for yet.
[[nodiscard]] Task<Result<std::optional<QString>>> findSnapshot(Site &site, QString buildId, std::stop_token stop);
/// The journal's row for the snapshot: the one an interrupted attempt wrote, or a new one.
Result<qint64> intendedSnapshot(Site &site, const Progress &build);

/// Every image of this build in the project of `cloud`.
[[nodiscard]] Task<Result<QList<openstack::Image>>> imagesOfBuild(openstack::Cloud &cloud, QString deployment,
                                                                  QString buildId, std::stop_token stop);

} // namespace imagebuilder::build
