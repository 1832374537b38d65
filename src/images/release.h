// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

namespace imagebuilder::images {

/// An Ubuntu release that images are built on.
struct Release
{
    QString codename; ///< focal, jammy, noble, resolute
    QString version;  ///< 20.04 …

    friend bool operator==(const Release &, const Release &) = default;
};

/// The four releases, oldest first.
const QList<Release> &releases();
/// By codename or version, any case; a Config error lists what there is.
Result<Release> findRelease(const QString &text);

/// A runner architecture with its names elsewhere.
struct Arch
{
    QString name;   ///< x64, arm64, s390x, ppc64le, arm
    QString glance; ///< property `architecture`: x86_64, aarch64, s390x, ppc64le
    QString ubuntu; ///< in image file names: amd64, arm64, s390x, ppc64el

    friend bool operator==(const Arch &, const Arch &) = default;
};
const QList<Arch> &archs();
/// By runner name, any case; a Config error lists what there is.
Result<Arch> findArch(const QString &text);

/// "P-image-builder-base-B-A" and the other fixed names of CONTRACT.md. An empty prefix leaves the leading '-'.
QString baseImageName(const QString &prefix, const Release &release, const Arch &arch);
QString builderServerName(const QString &prefix, const Release &release, const Arch &arch);
/// "P-B-A", of what is built.
QString builtImageName(const QString &prefix, const Release &release, const Arch &arch);
QString keyPairName(const QString &prefix);
/// "noble-server-cloudimg-amd64.img"
QString upstreamFileName(const Release &release, const Arch &arch);

} // namespace imagebuilder::images
