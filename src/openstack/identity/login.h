// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/transport.h"
#include "openstack/cloudconfig.h"
#include "openstack/identity/token.h"

namespace imagebuilder::openstack {

/// Logs in to Keystone v3. Never NotFound or Conflict: a caller would take those for an answer about its own resource.
[[nodiscard]] Task<Result<Token>> logIn(http::Transport &transport, const Clock &clock, Credentials credentials,
                                        std::stop_token stop);

} // namespace imagebuilder::openstack
