// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/transport.h"

namespace imagebuilder::http {

/// When the first of a server's certificates ends, as a TLS handshake of its own shows them; invalid for plain http.
[[nodiscard]] Task<Result<QDateTime>> certificateEnd(QUrl url, TransportOptions options, std::stop_token stop);

/// When the first CA in a PEM bundle ends. Config when it holds none.
Result<QDateTime> bundleEnd(const QString &file);

} // namespace imagebuilder::http
