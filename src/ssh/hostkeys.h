// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QByteArrayList>

namespace imagebuilder::ssh {

/// Public host keys, "type base64" each.
struct HostKeys
{
    QByteArrayList keys;
    friend bool operator==(const HostKeys &, const HostKeys &) = default;
};

/// The first complete block between cloud-init's `BEGIN/END SSH HOST KEY KEYS` markers of a console log.
/// NotFound while there is none; Ssh error when a later complete block differs (CASES: somebody forges them).
/// Console lines may carry a prefix ("[   12.3] cloud-init[5]: ") and end in CR.
Result<HostKeys> parseHostKeys(const QByteArray &consoleLog);

/// A known_hosts text for these addresses and port.
QByteArray knownHosts(const HostKeys &keys, const QStringList &addresses, int port);

} // namespace imagebuilder::ssh
