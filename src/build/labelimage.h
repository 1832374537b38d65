// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Puts tags, visibility and least disk of the build's labels on an image that has its bytes (properties it was made
/// with). What Glance refuses is a warning: a policy may keep `public` to admins, and the image serves without.
/// `site` and `cloud` must outlive it.
[[nodiscard]] Task<void> labelImage(Site &site, ProgressPtr build, openstack::Cloud &cloud, openstack::Image image,
                                    std::stop_token stop);

} // namespace imagebuilder::build
