// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "buildsite.h"
#include "support/mirror.h"
#include "support/simcloudprocess.h"

namespace imagebuilder::testing {

/// A simulated cloud with a mirror beside it, in quick time, and an empty state folder.
class BuildFixture
{
public:
    explicit BuildFixture(const QStringList &arguments = {});

    SimcloudProcess cloud;
    BuildPlace place() const;
    MirrorFixture &mirror() { return m_mirror; }
    /// Images of builds (not base images) in a project, as the cloud's state has them.
    QList<QJsonObject> builtImages(const QString &project) const;
    /// Puts an image into a project, past every rule; its id.
    QString plant(const QString &project, const QJsonObject &image, qint64 size = 1 << 20) const;
    /// Servers that are there.
    QList<QJsonObject> servers() const;
    /// place(), with the VM where the options say: {"flavor": …, "floating-network": …}.
    BuildPlace placeWith(const QJsonObject &wish) const;
    /// Nothing of a build is left anywhere.
    bool nothingLeft() const;

private:
    MirrorFixture m_mirror;
    QTemporaryDir m_folder;
};

/// Starts a build in a process of its own, which can be killed; see buildchild.cpp.
class BuildProcess
{
public:
    BuildProcess(const BuildPlace &place, const QStringList &consumers);
    /// kill -9, and waits until it is gone.
    void kill();
    /// Waits for its end; true when the build succeeded.
    bool succeeded();

private:
    QProcess m_process;
};

} // namespace imagebuilder::testing
