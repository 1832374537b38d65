// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Makes the image of a VM that boots from a volume (CASES 18). Nova's own snapshot of one is an image of no bytes that
/// points to a volume snapshot of this project, which no other project can use. So the VM goes, which is clean and off,
/// and Cinder uploads the volume's bytes. Fills snapshotId; done only when Glance holds the bytes. `site` must outlive
/// the task.
[[nodiscard]] Task<Result<void>> snapshotVolume(Site &site, ProgressPtr build, std::stop_token stop);

} // namespace imagebuilder::build
