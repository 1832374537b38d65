// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

namespace imagebuilder::simcloud {

/// A server in the short form of /servers and in the long form, as the request's microversion wants it.
QJsonObject briefServer(const Context &context, const Server &server);
QJsonObject fullServer(const Context &context, const Server &server);

} // namespace imagebuilder::simcloud
