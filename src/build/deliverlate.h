// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/pipeline.h"

namespace imagebuilder::build {

/// Gives the image of a build that has ended well to these consumers, who failed then, lost it or are new: the snapshot
/// is there, so nothing is built (CASES 5, 30). They get it as the build's own were to get it, and it is marked as
/// current. Conflict while another process is at work on the build; NotFound when its image is gone, is bad, or was
/// never published. `site` must outlive the task.
[[nodiscard]] Task<Result<Outcome>> deliverLate(Site &site, store::BuildRecord record, QStringList consumers,
                                                std::stop_token stop);

/// The image of a build that can be delivered still: active, in the project of its cloud, published once and not bad.
/// `id`: the snapshot's; where a journal was rebuilt it is empty, and the properties tell. NotFound when there is none.
/// `cloud` must outlive the task.
[[nodiscard]] Task<Result<openstack::Image>> deliverableSnapshot(openstack::Cloud &cloud, QString deployment,
                                                                 QString build, QString id, std::stop_token stop);

} // namespace imagebuilder::build
