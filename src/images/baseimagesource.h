// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "http/transport.h"
#include "images/release.h"

#include <functional>

namespace imagebuilder::images {

/// Where base images come from and how they are checked.
struct SourceOptions
{
    QUrl mirror = QUrl(QStringLiteral("https://cloud-images.ubuntu.com"));
    QString date;               ///< YYYYMMDD pins a release; empty: current
    bool checkSignature = true; ///< --image-signature off
    QString keyring;            ///< for gpgv
    QString cacheFolder;
};

/// A checked file in the cache.
struct BaseImageFile
{
    QString path;
    qint64 size = 0;
    QByteArray sha256;    ///< hex
    QString signedBy;     ///< key fingerprint, or empty with signature off
    bool fetched = false; ///< false: it was in the cache already
    QString warning;      ///< why it may be older than upstream's (the mirror is silent); empty: it is upstream's
};

/// Fetches Ubuntu cloud images: SHA256SUMS with its signature, then the file, resumable (Range), renamed when whole
/// and right. A wrong checksum deletes the file and is tried once more with the list read anew (upstream's `current`
/// may have moved). The last good file stays when the mirror is silent or wrong. The mirror may be a file:// folder.
class BaseImageSource
{
public:
    /// `transport` and `clock` must outlive it.
    BaseImageSource(SourceOptions options, http::Transport &transport, Clock &clock);

    /// The SHA-256 upstream names now, without fetching the image.
    [[nodiscard]] Task<Result<QByteArray>> upstreamSha256(Release release, Arch arch, std::stop_token stop);
    /// `progress(done, total)` in bytes; a total of -1 is unknown. From a silent mirror (Unavailable, Timeout) the last
    /// good file comes with a warning. Several processes may fetch at once. NotFound: no list, signature or image
    /// there; Protocol: bad signature or checksum; Config: keyring; Storage: the cache folder, by name.
    [[nodiscard]] Task<Result<BaseImageFile>> fetch(Release release, Arch arch,
                                                    std::function<void(qint64, qint64)> progress, std::stop_token stop);

private:
    SourceOptions m_options;
    http::Transport &m_transport;
    Clock &m_clock;
};

} // namespace imagebuilder::images
