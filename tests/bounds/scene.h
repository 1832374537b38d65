// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/mirror.h"
#include "support/program.h"
#include "support/simcloudprocess.h"

namespace imagebuilder::testing {

/// A simulated cloud whose snapshots are as large as one likes, and imagebuilderd set up to build for its consumers.
class Scene
{
public:
    Scene(const QStringList &consumers, qint64 imageSize);

    const SimcloudProcess &cloud() const { return m_cloud; }
    /// A build for these consumers, which runs.
    std::unique_ptr<QProcess> startBuild(const QStringList &consumers) const;
    /// The images that were built: the snapshot, which nobody uploaded, or its copies.
    QList<QJsonObject> snapshots() const { return builtImages(false); }
    QList<QJsonObject> copies() const { return builtImages(true); }

private:
    QList<QJsonObject> builtImages(bool uploaded) const;

    MirrorFixture m_mirror;
    SimcloudProcess m_cloud;
    Program m_program;
};

} // namespace imagebuilder::testing
