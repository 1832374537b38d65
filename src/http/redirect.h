// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/message.h"

#include <optional>

namespace imagebuilder::http {

/// The request that follows an answer's redirect: nothing when there is none, or no more are allowed. To
/// another origin go only headers that are known to carry no credentials. A Protocol error when it leads from https to
/// http.
Result<std::optional<Request>> redirected(const Request &request, const Response &response);

} // namespace imagebuilder::http
