// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/cloudssearch.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>

namespace imagebuilder::openstack {

QStringList CloudsSearch::cloudsFiles() const
{
    QStringList files;
    const auto named = environment.value(QStringLiteral("OS_CLIENT_CONFIG_FILE"));
    if (!named.isEmpty())
        files << expand(named, workingFolder);
    const QString name = QStringLiteral("/clouds.yaml");
    files << workingFolder + name;
    if (!home.isEmpty())
        files << home + name << home + QStringLiteral("/.config/openstack") + name;
    files << systemFolder + name;
    files.removeDuplicates();
    return files;
}

QString CloudsSearch::besides(const QString &cloudsFile, const QString &name, const QString &variable) const
{
    const auto named = environment.value(variable);
    if (!named.isEmpty())
        return expand(named, workingFolder);
    return QFileInfo(cloudsFile).absolutePath() + u'/' + name;
}

QString CloudsSearch::expand(const QString &path, const QString &folder) const
{
    if (path.isEmpty())
        return path;
    if (path == u'~' || path.startsWith(QStringLiteral("~/")))
        return QDir::cleanPath(home + path.mid(1));
    return QDir::cleanPath(QDir(folder).absoluteFilePath(path));
}

QString CloudsSearch::advice() const
{
    const auto snap =
        environment.value(QStringLiteral("SNAP_INSTANCE_NAME"), environment.value(QStringLiteral("SNAP_NAME")));
    if (snap.isEmpty())
        return QStringLiteral("Put one there, name it in OS_CLIENT_CONFIG_FILE, or set the OS_* variables.");
    return QStringLiteral("If it is there, the snap may not read it yet: sudo snap connect %1:dot-config-openstack "
                          "(for ~/.config/openstack) or sudo snap connect %1:home (for ~/clouds.yaml).")
        .arg(snap);
}

} // namespace imagebuilder::openstack
