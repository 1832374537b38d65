// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/vm/folders.h"

namespace imagebuilder::simcloud {

/// Makes the SSH host keys that the disk has not. Where a snapshot still had some, the copy has the same.
void makeHostKeys(const VmFolders &vm);
/// The disk's public host keys between cloud-init's own markers.
QByteArray hostKeyBlock(const VmFolders &vm);
/// The same with a key that nobody has.
QByteArray forgedKeyBlock();

} // namespace imagebuilder::simcloud
