// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "images/archive.h"

#include <QtCore/QUrl>

namespace imagebuilder::images {

/// Where base images come from and how they are checked.
struct SourceOptions
{
    /// A web server, a folder laid out like it (file:), or one image file (file:), whose checksum stands in FILE.sha256
    /// or SHA256SUMS beside it, or in the fragment: `file:///srv/noble.img#sha256=…`.
    QUrl mirror = QUrl(QStringLiteral("https://cloud-images.ubuntu.com"));
    QString date;               ///< YYYYMMDD, or YYYYMMDD.N, pins a release; empty: current
    bool checkSignature = true; ///< --image-signature off
    QString keyring;            ///< for gpgv
    QString cacheFolder;
    UnpackLimits limits;
};

} // namespace imagebuilder::images
