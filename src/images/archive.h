// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "http/body.h"

namespace imagebuilder::images {

/// What an archive may unpack to, so that a hostile one fills neither disk nor memory.
struct UnpackLimits
{
    qint64 bytes = 64LL * 1024 * 1024 * 1024; ///< of what is unpacked
    int entries = 1000;                       ///< files, folders and links
};

/// Writes the one image that a compressed or archived file (.gz, .bz2, .xz, .zst, .tar, .tar.*, .zip) holds to `image`;
/// false, with nothing written, when the file is neither. `scratch` is a path for a compressed tar meanwhile, removed
/// at the end. Nothing is ever written under a name of the archive's; yet one with absolute names, with `..`, or with
/// links that lead out is refused. Protocol error for that, for a damaged file, for what exceeds the limits, and for no
/// or several images, which are listed; Storage error when the disk has too little room.
[[nodiscard]] Task<Result<bool>> unpackImage(QString file, QString scratch, std::shared_ptr<http::BodySink> image,
                                             UnpackLimits limits, Clock &clock, std::stop_token stop);

} // namespace imagebuilder::images
