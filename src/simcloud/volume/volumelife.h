// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/state/state.h"

namespace imagebuilder::simcloud {

class Cloud;

// What happens to a volume by itself after a call was answered. All but the last are called with the state locked.

/// creating → downloading → available, or error where its image is gone meanwhile.
void beginVolume(Cloud &cloud, const QString &id);
/// deleting → gone, with its disk.
void beginVolumeDelete(Cloud &cloud, Volume &volume);
/// uploading → available, while the image goes queued → saving → active.
void beginVolumeUpload(Cloud &cloud, Volume &volume, const QString &imageId, const QString &format);
/// The server that it was attached to is gone: detaching → available, or gone too where Nova was told so. The server's
/// disk has become the volume's. Locks the state.
void detachVolume(Cloud &cloud, const QString &id, bool takenAlong);

} // namespace imagebuilder::simcloud
