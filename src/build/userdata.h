// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/request.h"

namespace imagebuilder::build {

/// The cloud-init user-data of a build: a MIME multipart whose part 1 prints the host's public keys to the console
/// between cloud-init's own markers before anything else, and whose part 2 is our image script (resources/, with the
/// request's values filled in, each quoted) or the operator's own. Config when base64 takes more than 65,535 bytes, or
/// for what CONTRACT refuses up front (armhf on focal or jammy).
Result<QByteArray> renderUserData(const Request &request);

/// The first part alone, for a VM that shall only be looked into.
Result<QByteArray> hostKeysUserData();

} // namespace imagebuilder::build
