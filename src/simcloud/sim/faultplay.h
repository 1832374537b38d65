// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/fault.h"

namespace imagebuilder::simcloud {

class Steering;

/// Plays a fault before the request is carried out. Nothing: carry it out.
std::optional<Response> faultBefore(const Fault &fault, Request &request, Steering &steering);
/// Spoils the answer to a request that was carried out.
void faultAfter(const Fault &fault, const Request &request, Response &response, Steering &steering);

} // namespace imagebuilder::simcloud
