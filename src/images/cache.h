// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/filelock.h"
#include "images/release.h"
#include "images/signature.h"

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
        QByteArray sha256;     ///< hex, as upstream lists it: of the archive where there was one
        QByteArray fileSha256; ///< hex, of the file here; the same where nothing was unpacked
        Signer signer;         ///< empty when no signature was checked
        QString date;          ///< the pinned date it was fetched for; empty: current
        QString serial;        ///< upstream's, empty: unknown
    };

    Cache(QString folder, const Release &release, const Arch &arch);

    /// Makes the folder and waits until no other process works on this image. Storage error that names the folder.
    [[nodiscard]] Task<Result<FileLock>> lock(Clock &clock, std::stop_token stop) const;

    const QString &folder() const { return m_folder; }
    QString partPath(const QByteArray &sha256) const { return path(sha256, QStringLiteral("part")); }
    /// Of an image that is being unpacked.
    QString unpackPath(const QByteArray &sha256) const { return path(sha256, QStringLiteral("unpacking")); }
    QString scratchPath(const QByteArray &sha256) const { return path(sha256, QStringLiteral("tar")); }
    QString imagePath(const QByteArray &sha256) const { return path(sha256, QStringLiteral("img")); }

    /// The whole file of this checksum.
    std::optional<Entry> find(const QByteArray &sha256) const;
    /// The newest whole file that was fetched for this date (empty: current), or is of this serial.
    std::optional<Entry> newest(const QString &date) const;
    /// Writes what is known of a file; done before the file gets its name.
    Result<void> note(const Entry &entry) const;
    /// Removes all but this file and the newest other one, and whatever is unfinished.
    void removeOlder(const QByteArray &keptSha256) const;
    /// Removes all but the newest file, which serves if nothing better comes: for a disk that is too full.
    void keepNewest() const;

private:
    static void remove(const Entry &entry);
    QString path(const QByteArray &sha256, const QString &suffix) const;
    QList<Entry> entries() const; ///< newest first
    QString m_folder;
    QString m_name; ///< "noble-server-cloudimg-amd64"
};

} // namespace imagebuilder::images
