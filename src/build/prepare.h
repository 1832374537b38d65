// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Base image, key pair, security group, network, flavor and quota: what cannot be had is refused here, by name, before
/// anything boots (CASES 26). Fills flavor, networkId, baseImageId, keyName, securityGroup. `site` must outlive it.
[[nodiscard]] Task<Result<void>> prepare(Site &site, ProgressPtr build, std::stop_token stop);

} // namespace imagebuilder::build
