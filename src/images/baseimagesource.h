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
};

/// Fetches Ubuntu cloud images: SHA256SUMS with its signature, then the file, resumable (Range), renamed when whole
/// and right. A wrong checksum deletes the file. The last good file stays when the mirror is silent or wrong.
class BaseImageSource
{
public:
    /// `transport` and `clock` must outlive it.
    BaseImageSource(SourceOptions options, http::Transport &transport, const Clock &clock);

    /// The SHA-256 upstream names now, without fetching the image.
    [[nodiscard]] Task<Result<QByteArray>> upstreamSha256(Release release, Arch arch, std::stop_token stop);
    /// `progress(done, total)` in bytes.
    [[nodiscard]] Task<Result<BaseImageFile>> fetch(Release release, Arch arch,
                                                    std::function<void(qint64, qint64)> progress, std::stop_token stop);

private:
    SourceOptions m_options;
    http::Transport &m_transport;
    const Clock &m_clock;
};

} // namespace imagebuilder::images
