// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Base image, key pair, security group, network, flavor and quota: what cannot be had is refused here, by name, before
/// anything boots (CASES 26). Fills flavor, networkId, baseImageId, keyName, securityGroup. `site` must outlive it.
[[nodiscard]] Task<Result<void>> prepare(Site &site, ProgressPtr build, std::stop_token stop);

/// The same without a build, for who wants to know whether one would get that far now. `site` must outlive it.
[[nodiscard]] Task<Result<void>> tryPrepare(Site &site, Request request, std::stop_token stop);

} // namespace imagebuilder::build
