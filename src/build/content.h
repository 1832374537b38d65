// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/request.h"

namespace imagebuilder::build {

// What an image is made of, as far as it can be told without making it; `--if-changed` compares.

/// SHA-256 in hex of the user-data that the request gives cloud-init.
Result<QString> userDataFingerprint(const Request &request);
/// Of the script's bytes (their SHA-256 in hex) and its secrets' names; empty for a request without a script.
QString scriptFingerprint(const Request &request, const QByteArray &scriptSha256);

} // namespace imagebuilder::build
