// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QDateTime>
#include <QtCore/QList>

namespace imagebuilder::images {

/// One file of an archive that is made.
struct ArchiveEntry
{
    QString name; ///< its path in the archive
    QByteArray content;
};

/// Packs small files into a new archive at `path`, .tar.xz or .zip by its name, whole or not at all, readable by its
/// owner alone (0600). Usage error for another name, Storage error where it cannot be written.
Result<void> writeArchive(const QString &path, const QList<ArchiveEntry> &entries, const QDateTime &time);

} // namespace imagebuilder::images
