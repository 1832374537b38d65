// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "simcloud/vm/child.h"
#include "simcloud/vm/vmspec.h"

namespace imagebuilder::simcloud {

/// Lays down what a fresh Ubuntu image has in `folder`, as far as image scripts look at it.
Result<void> makeDisk(const QString &folder, const QString &codename);

/// True when the file's bytes are what packDisk() made.
bool holdsDisk(const QString &imageFile);
/// Makes the folder from an archive again.
Result<void> unpackDisk(const QString &imageFile, const QString &folder);
/// A tar archive of the folder, bit by bit; behind a qcow2 header with `virtualSize` when the format is "qcow2".
Result<void> packDisk(const QString &folder, const QString &format, qint64 virtualSize, const OnBytes &onBytes);

} // namespace imagebuilder::simcloud
