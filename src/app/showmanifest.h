// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/openbuilds.h"
#include "build/software.h"

namespace imagebuilder::app {

/// What a build's image is made of. NotFound where nobody took it down, or the build's logs are gone.
Result<build::Manifest> readManifest(Backend &backend, const QString &id);

/// One thing that is not the same in two images.
struct SoftwareChange
{
    QString kind; ///< deb, snap, npm, cargo; of a fact: kernel, runner, size …
    QString name; ///< empty for a fact
    QString before;
    QString after;
};

/// All lists are sorted by kind and name.
struct ManifestDiff
{
    QString from; ///< build ids
    QString to;
    QList<SoftwareChange> facts;
    QList<SoftwareChange> added;
    QList<SoftwareChange> removed;
    QList<SoftwareChange> upgraded; ///< another version or revision; of several with one name all are named
};

/// Pure.
ManifestDiff differences(const build::Manifest &from, const build::Manifest &to);

/// Between two builds; `from` empty: the newest one before `to` of the same image name that has a manifest.
Result<ManifestDiff> diffBuilds(Backend &backend, const QString &from, const QString &to);

} // namespace imagebuilder::app
