// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "store/database.h"

namespace imagebuilder::store {

/// What the file system shows of a journal; a reader that opened it as immutable looks here for changes.
struct JournalFile
{
    bool exists = false;
    bool hasWal = false; ///< a writer has it open, or died
    quint64 inode = 0;
    qint64 size = 0;
    qint64 changedNs = 0;
    friend bool operator==(const JournalFile &, const JournalFile &) = default;
};
JournalFile lookAt(const QString &path);

/// Makes the folder (0700, with its parents) and an empty file (0640) where they are missing, whatever the umask.
Result<void> makeJournalFile(const QString &path);

/// Renames a damaged journal and what belongs to it to PATH.corrupt-TIME, never over anything; returns the new path.
Result<QString> setAside(const QString &path, const Clock &clock);

} // namespace imagebuilder::store
