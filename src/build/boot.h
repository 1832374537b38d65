// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// Boots the builder VM, or finds the one that an interrupted attempt left (by our metadata). Fills serverId and
/// addresses. ErrorKind by cause: Quota, Unavailable; a server that goes ERROR gives Nova's fault (CASES 13).
/// `site` must outlive the task.
[[nodiscard]] Task<Result<void>> boot(Site &site, ProgressPtr build, QByteArray userData, std::stop_token stop);

/// The same under another step's name: a VM of what `baseImageId` names, which is then not the builder VM.
[[nodiscard]] Task<Result<void>> bootAs(Site &site, ProgressPtr build, QByteArray userData, QString asStep,
                                        std::stop_token stop);

/// The one server of this build by our metadata, whatever its name; std::nullopt where there is none.
[[nodiscard]] Task<Result<std::optional<openstack::Server>>> findServer(Site &site, QString buildId,
                                                                        std::stop_token stop);

/// Deletes every server of this build and waits until they are gone; releases its floating IPs first. What is gone
/// already is no error.
[[nodiscard]] Task<Result<void>> removeServers(Site &site, QString buildId, std::stop_token stop);

} // namespace imagebuilder::build
