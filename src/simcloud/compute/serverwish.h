// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

#include <expected>

namespace imagebuilder::simcloud {

/// The server that the body of POST /servers asks for, checked as Nova checks before it answers 202; or the refusal.
std::expected<Server, Response> wishedServer(Context &context);

/// The availability zones of the simulated Nova.
const QStringList &zoneNames();

} // namespace imagebuilder::simcloud
