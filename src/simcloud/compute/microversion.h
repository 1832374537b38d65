// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/web/message.h"

#include <optional>

namespace imagebuilder::simcloud {

/// The newest minor version that this Nova speaks: 2.93.
constexpr int newestMicroversion = 93;

/// The minor version that the request's header asks for; 1 without a header; empty when it is none we speak.
std::optional<int> wishedMicroversion(const Request &request);
/// 406 for a version out of range, 400 for what is no version.
Response microversionError(const Request &request);
/// What Nova tells in every answer.
void addMicroversionHeaders(Response &response, int microversion);

} // namespace imagebuilder::simcloud
