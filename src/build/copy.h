// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/destination.h"
#include "build/snapshotread.h"

namespace imagebuilder::build {

/// Makes one copy from what a read hands out: record, bytes, and the check that Glance holds just these. A copy that
/// fails is removed again. The image's id. `site` must outlive the task.
[[nodiscard]] Task<Result<QString>> makeCopy(Site &site, ProgressPtr build, Destination destination,
                                             SnapshotReadPtr read, std::stop_token stop);

/// What a copy's record starts with: the snapshot's formats and minima, our properties.
openstack::ImageRequest copyRequest(const Site &site, const Progress &build, const Destination &destination,
                                    const openstack::Image &snapshot);
/// Whether an image is active and holds just the snapshot's bytes.
bool isWhole(const openstack::Image &image, const openstack::Image &snapshot);

/// The copy that an interrupted attempt finished there, if it has the snapshot's bytes; what it left half is removed,
/// and where that is refused, a warning tells: it must not keep the consumer from its image (CASES 2).
[[nodiscard]] Task<Result<std::optional<QString>>> findCopy(Site &site, ProgressPtr build, Destination destination,
                                                            openstack::Image snapshot, std::stop_token stop);

} // namespace imagebuilder::build
