// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/state/state.h"

namespace imagebuilder::simcloud {

class Cloud;

// What happens to a server by itself after a call was answered. All are called with the state locked.

/// scheduling → networking → spawning → ACTIVE and a VM that boots, or ERROR.
void beginCreate(Cloud &cloud, const QString &id);
/// deleting → DELETED for a moment → gone, with port, VM and disk.
void beginDelete(Cloud &cloud, State &state, const QString &id);
/// powering-off → SHUTOFF.
void beginStop(Cloud &cloud, Server &server);
/// powering-on → ACTIVE.
void beginStart(Cloud &cloud, Server &server);
/// The VM is off at once, and Nova notices some seconds later: ACTIVE, then SHUTOFF.
void losePower(Cloud &cloud, const QString &id);
/// image_snapshot_pending → image_pending_upload → image_uploading → none, while the image goes queued → saving →
/// active.
void beginSnapshot(Cloud &cloud, Server &server, const QString &imageId);

/// Runs `change` with the state locked, if the server is still there.
void withServer(Cloud &cloud, const QString &id, const std::function<void(State &, Server &)> &change);

} // namespace imagebuilder::simcloud
