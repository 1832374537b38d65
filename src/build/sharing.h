// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/destination.h"

namespace imagebuilder::build {

/// An image that other projects of its Glance may be shown, with a login of the project that owns it.
struct ShareSource
{
    Destination owner;
    QString imageId;
};

/// Shows an image to another project and accepts it there: from then on it lists and boots it. A snapshot is private
/// at first, so it is made `shared` before. Done when the project sees it active, with the snapshot's digest. What
/// fails takes the membership back; Auth is a policy that refuses. The clouds must outlive the task.
[[nodiscard]] Task<Result<void>> shareWith(ShareSource source, Destination member, openstack::Image snapshot,
                                           std::stop_token stop);

/// Takes an image of ours from all that it is shared with, then deletes it; what is gone already is no error.
[[nodiscard]] Task<Result<void>> removeWithMembers(openstack::Cloud &cloud, openstack::Image image,
                                                   std::stop_token stop);

} // namespace imagebuilder::build
