// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QProcessEnvironment>
#include <QtCore/QStringList>

namespace imagebuilder::openstack {

/// What decides where clouds are looked for, as values, so that nothing reads the process's own.
struct CloudsSearch
{
    QProcessEnvironment environment;
    QString home; ///< in a snap the real home, which is not $HOME
    QString workingFolder;
    QString systemFolder = QStringLiteral("/etc/openstack");

    /// clouds.yaml in CONTRACT's order: $OS_CLIENT_CONFIG_FILE, here, home, ~/.config/openstack, /etc/openstack.
    QStringList cloudsFiles() const;
    /// Files of another name beside clouds.yaml; `variable` names one that wins.
    QString besides(const QString &cloudsFile, const QString &name, const QString &variable) const;
    /// An absolute path: `~` is home, relative ones start at `folder`. Empty stays empty.
    QString expand(const QString &path, const QString &folder) const;
    /// What to tell somebody whose files were not found; names the snap interface to connect where we run in one.
    QString advice() const;
};

} // namespace imagebuilder::openstack
