// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

namespace imagebuilder::images {

/// The SHA-256 (lower-case hex) that a SHA256SUMS text gives for a file. Lines are "HEX *NAME" or "HEX  NAME", as
/// sha256sum(1) writes them. NotFound when the file is not listed; Protocol when it is listed with no or two sums.
Result<QByteArray> checksumOf(const QString &fileName, const QByteArray &sums);

} // namespace imagebuilder::images
