// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "http/transport.h"
#include "images/release.h"
#include "images/signature.h"
#include "images/sourceoptions.h"

#include <functional>

namespace imagebuilder::images {

/// A checked file in the cache.
struct BaseImageFile
{
    QString path;
    qint64 size = 0;
    QString format;       ///< "qcow2" or "raw", by its content
    QByteArray sha256;    ///< hex, as upstream lists it: of the archive where the image came in one
    Signer signer;        ///< of the list; empty with signature off, or a checksum said by the operator
    QString serial;       ///< upstream's; empty: unknown
    bool fetched = false; ///< false: it was in the cache already
    QString warning;      ///< why it may be older than upstream's (the mirror is silent); empty: it is upstream's
};

/// What upstream has now.
struct UpstreamImage
{
    QByteArray sha256; ///< hex
    Signer signer;
    QString serial; ///< empty: upstream does not tell
};

/// Fetches Ubuntu cloud images: SHA256SUMS with its signature, then the file, resumable (Range), renamed when whole
/// and right. A wrong checksum deletes the file and is tried once more with the list read anew (upstream's `current`
/// may have moved). The last good file stays when the mirror is silent or wrong. A packed image is unpacked in the
/// cache once the archive's checksum is right. The operator's own files are only read. Besides the file that is wanted
/// one older is kept; on a disk that is too full it goes.
class BaseImageSource
{
public:
    /// `transport` and `clock` must outlive it.
    BaseImageSource(SourceOptions options, http::Transport &transport, Clock &clock);

    /// The pinned release; empty: current.
    const QString &date() const { return m_options.date; }
    /// The SHA-256 upstream names now, without fetching the image.
    [[nodiscard]] Task<Result<QByteArray>> upstreamSha256(Release release, Arch arch, std::stop_token stop);
    /// The same, with the serial: a request or two more.
    [[nodiscard]] Task<Result<UpstreamImage>> upstream(Release release, Arch arch, std::stop_token stop);
    /// `progress(done, total)` in bytes; a total of -1 is unknown. From a silent mirror (Unavailable, Timeout) the last
    /// good file comes with a warning. Several processes may fetch at once. NotFound: no list, signature or image
    /// there; Protocol: bad signature, checksum or archive; Config: keyring; Storage: the cache folder, by name.
    [[nodiscard]] Task<Result<BaseImageFile>> fetch(Release release, Arch arch,
                                                    std::function<void(qint64, qint64)> progress, std::stop_token stop);

private:
    SourceOptions m_options;
    http::Transport &m_transport;
    Clock &m_clock;
};

} // namespace imagebuilder::images
