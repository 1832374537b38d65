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

/// What is known of the host keys after another look at the console. Keys once known stay the measure: a later block
/// may leave out a type (cloud-init's own does, and is all that is left on a console that keeps its end only), but an
/// Ssh error is what a key makes that they do not have.
Result<HostKeys> hostKeysSoFar(const Result<HostKeys> &known, const QByteArray &consoleLog);

/// The keys of a known_hosts text.
HostKeys keysOf(const QByteArray &knownHosts);

/// A known_hosts text for these addresses and port.
QByteArray knownHosts(const HostKeys &keys, const QStringList &addresses, int port);

} // namespace imagebuilder::ssh
