// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/filelock.h"
#include "images/release.h"

#include <optional>

namespace imagebuilder::images {

/// The cached files of one release and architecture. A whole file has its SHA-256 in its name, so its name and its
/// bytes never disagree for long, and a new one never overwrites the one in use; what is known of it stands in a
/// small JSON file beside it.
class Cache
{
public:
    /// A whole file and how it was checked when it was fetched.
    struct Entry
    {
        QString path;
        QByteArray sha256; ///< hex
        QString signedBy;  ///< fingerprint, or empty when no signature was checked
        QString date;      ///< the pinned date it was fetched for; empty: current
    };

    Cache(QString folder, const Release &release, const Arch &arch);

    /// Makes the folder and waits until no other process works on this image. Storage error that names the folder.
    [[nodiscard]] Task<Result<FileLock>> lock(Clock &clock, std::stop_token stop) const;

    const QString &folder() const { return m_folder; }
    QString partPath(const QByteArray &sha256) const { return path(sha256, QStringLiteral("part")); }
    QString imagePath(const QByteArray &sha256) const { return path(sha256, QStringLiteral("img")); }

    /// The newest whole file that was fetched for this date (empty: current).
    std::optional<Entry> newest(const QString &date) const;
    /// Writes what is known of a file; done before the file gets its name.
    Result<void> note(const Entry &entry) const;
    /// Removes every other file of the same image and date, and unfinished ones of other checksums.
    void removeOthers(const Entry &kept) const;

private:
    QString path(const QByteArray &sha256, const QString &suffix) const;
    QList<Entry> entries() const; ///< newest first
    QString m_folder;
    QString m_name; ///< "noble-server-cloudimg-amd64"
};

} // namespace imagebuilder::images
