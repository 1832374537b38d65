// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

namespace imagebuilder::images {

/// What a file is by its first bytes; its name does not count.
enum class Content { Qcow2, Raw, Gzip, Bzip2, Xz, Zstd, Tar, Zip, Other };

/// So many bytes of its start contentOf() looks at.
constexpr qint64 contentHead = 512;

/// Raw is what nothing else is: a disk's first bytes can be anything.
Content contentOf(const QByteArray &head);

/// Glance's `disk_format` of an image file, "qcow2" or "raw". Protocol error for other formats, and for a qcow2 that
/// refers to another file, which no cloud takes. Storage error when it cannot be read.
Result<QString> diskFormatOf(const QString &path);

} // namespace imagebuilder::images
