// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/state/state.h"
#include "simcloud/vm/vmspec.h"

namespace imagebuilder::simcloud {

class Cloud;

/// Why the server cannot be booted from its image, as Nova says it in the server's fault; empty when it can.
QString bootFault(const Cloud &cloud, const State &state, const Server &server);
/// What the VM is booted with.
VmSpec vmSpec(const Cloud &cloud, const State &state, const Server &server);
/// The server's metadata decides ("sim:story"), else the first of the stories told by POST /sim/vm-story that fits.
VmStory storyOf(const State &state, const Server &server);

/// A port with the lowest free address on each of the server's networks.
void addPorts(State &state, const Server &server);
/// Keeps the last 100 KiB.
void addToConsole(Server &server, const QByteArray &bytes);

} // namespace imagebuilder::simcloud
