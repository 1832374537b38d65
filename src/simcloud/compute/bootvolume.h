// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

#include <QtCore/QJsonArray>

#include <expected>

namespace imagebuilder::simcloud {

/// Takes the volume that a server is to boot from out of `block_device_mapping_v2`: one that is there (source_type
/// volume). Nova making one from an image is not simulated.
std::expected<void, Response> takeBootVolume(Context &context, const QJsonArray &mapping, Server &server);

/// The server's volume is its own from now on.
void reserveBootVolume(State &state, const Server &server);

} // namespace imagebuilder::simcloud
