// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "images/archive.h"

#include <QtCore/QIODevice>

namespace imagebuilder::images {

/// Looks at every head of a tar file before anybody unpacks it: number of entries, their sizes, names and the targets
/// of links. Protocol error for the first that is wrong. Reads only heads.
Result<void> checkTar(QIODevice &file, const UnpackLimits &limits);

/// False for absolute names and for those with `..` in them.
bool staysInside(const QString &name);

} // namespace imagebuilder::images
