// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "images/release.h"
#include "images/sourceoptions.h"

namespace imagebuilder::images {

/// Where the files of one release and architecture lie below a mirror. Upstream's layout (CONTRACT.md) is
/// RELEASE/current/RELEASE-server-cloudimg-ARCH.img with SHA256SUMS beside it, and a folder of each date beside
/// `current`. A mirror that is one file has nothing but that file.
struct Layout
{
    QUrl base;               ///< what paths are below of
    QString releaseFolder;   ///< "noble/"; empty for one file
    QString folder;          ///< "noble/current/"; empty for one file
    QStringList lists;       ///< names of checksum lists; the first that is there counts
    QStringList images;      ///< names of the image; the first that is listed counts
    QByteArray pinnedSha256; ///< the file's only right checksum, said by the operator; hex, empty: the list says it
};

/// Config error when the mirror is a file for another release or architecture by its name, NotFound when it is a path
/// where nothing is.
Result<Layout> layoutOf(const SourceOptions &options, const Release &release, const Arch &arch);

} // namespace imagebuilder::images
