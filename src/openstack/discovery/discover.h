// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.h"
#include "http/transport.h"
#include "openstack/discovery/microversion.h"

namespace imagebuilder::openstack {

/// Where a service is spoken to.
struct Service
{
    QUrl url; ///< of the version we speak, without a trailing slash
    std::optional<MicroversionRange> range;
    bool settled = true; ///< false: guessed, because the token was refused; ask again with another one
};

/// Looks behind an endpoint as a catalog has it (CASES 35). No request is sent where the address says all we need.
/// Where no version document is found, the version we speak is taken to be below it.
[[nodiscard]] Task<Result<Service>> discover(http::Transport &transport, QUrl endpoint, QString service, Secret token,
                                             std::stop_token stop);

} // namespace imagebuilder::openstack
