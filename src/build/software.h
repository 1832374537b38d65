// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonObject>

namespace imagebuilder::build {

/// One thing that is installed in an image.
struct Package
{
    QString kind; ///< deb, snap, npm, cargo
    QString name;
    QString version;
    QString revision; ///< of a snap; empty otherwise
    friend bool operator==(const Package &, const Package &) = default;
};

/// What an image was made of, taken in its VM before that was sealed.
struct Manifest
{
    QString build;
    QString imageName;
    QString base;       ///< codename
    QString arch;       ///< x64, arm64 …
    QString baseSerial; ///< of the base image, YYYYMMDD; empty where it is not known
    QString baseSha256;
    QString kernel;       ///< that the image boots
    QString runner;       ///< GitHub's, its version
    QString runnerSha256; ///< of its archive; empty where nobody said
    QString yqCommit;
    QString scriptSha256;    ///< of the operator's script; empty: there was none
    qint64 size = 0;         ///< of the snapshot, bytes; 0 until there is one
    QList<Package> packages; ///< by kind and name
    QStringList notes;       ///< what is missing on purpose, or was not verified
};

/// Reads the lines that the VM answers into a manifest: "deb NAME VERSION", "snap NAME VERSION REVISION",
/// "npm NAME VERSION", "cargo NAME VERSION", "kernel RELEASE", "runner VERSION", "runner-sha256 HEX", "yq COMMIT",
/// "note TEXT". Others are skipped. Pure.
void readSoftware(const QByteArray &lines, Manifest &manifest);

/// resources/schemas/builds-manifest.json.
QJsonObject toJson(const Manifest &manifest);
/// Protocol where the bytes are no manifest.
Result<Manifest> parseManifest(const QByteArray &bytes);

} // namespace imagebuilder::build
