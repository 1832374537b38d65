// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Looks into the journal once a second, since another process may ask there to cancel the build, and passes that on to
/// `cancel`. Ends then, or when `over` is stopped. `site` must outlive it.
[[nodiscard]] Task<void> watchForCancel(Site &site, QString buildId, std::stop_source cancel, std::stop_token over);

} // namespace imagebuilder::build
