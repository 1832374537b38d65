// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/transport.h"

#include <QtNetwork/QSslConfiguration>

namespace imagebuilder::http {

/// What the options mean for a TLS connection; a Config error names the file that cannot be used.
Result<QSslConfiguration> tlsConfiguration(const TransportOptions &options);

} // namespace imagebuilder::http
