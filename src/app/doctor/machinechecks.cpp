// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/doctor/machinechecks.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QStandardPaths>
#include <QtCore/QStorageInfo>

#include <algorithm>

namespace imagebuilder::app {

namespace {

/// A base image, a journal and logs fit well into it.
constexpr qint64 enoughDisk = 4LL * 1024 * 1024 * 1024;
constexpr qint64 keyLifetimeDays = 90; // DESIGN of the key pair: renewed then

Finding checkProgram(const QString &name, const QString &package)
{
    const auto path = QStandardPaths::findExecutable(name);
    if (!path.isEmpty())
        return ok(name, path);
    return failed(name, QStringLiteral("is not installed"), QStringLiteral("install the package %1").arg(package));
}

/// The nearest folder above that exists, since the program makes what is missing.
QString existingAbove(QString path)
{
    while (!QFileInfo(path).isDir() && QFileInfo(path).path() != path)
        path = QFileInfo(path).path();
    return path;
}

QList<Finding> checkFolder(const QString &about, const QString &folder)
{
    const auto there = existingAbove(QDir(folder).absolutePath());
    QList<Finding> findings;
    if (QFileInfo(there).isWritable())
        findings << ok(about, folder);
    else
        findings << failed(about, QStringLiteral("%1 cannot be written").arg(there),
                           QStringLiteral("change its owner or mode, or name another folder (imagebuilderd --help)"));
    const QStorageInfo disk(there);
    const auto free = QStringLiteral("%1 MiB free on %2").arg(disk.bytesAvailable() >> 20).arg(disk.rootPath());
    if (disk.bytesAvailable() < enoughDisk)
        findings << warning(about + QStringLiteral(", disk"), free,
                            QStringLiteral("make room: a base image alone takes up to 700 MiB"));
    else
        findings << ok(about + QStringLiteral(", disk"), free);
    return findings;
}

Finding checkKey(const QString &file, const Clock &clock)
{
    const auto about = QStringLiteral("key pair");
    const QFileInfo info(file);
    if (!info.exists())
        return ok(about, QStringLiteral("%1 is made by the first run").arg(file));
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup | QFileDevice::WriteOther;
    if (info.permissions() & others)
        return warning(about, QStringLiteral("%1 may be read by others").arg(file),
                       QStringLiteral("the next run sets mode 600; find out who could read it"));
    const auto days = info.lastModified().daysTo(clock.now());
    const auto age = QStringLiteral("%1, %2 days old").arg(file).arg(days);
    return days <= keyLifetimeDays
               ? ok(about, age)
               : warning(about, age,
                         QStringLiteral("the next run renews it; see `imagebuilderd builds list` for open builds"));
}

Finding checkKeyring(const images::SourceOptions &source)
{
    const auto about = QStringLiteral("keyring of base images");
    if (!source.checkSignature)
        return warning(about, QStringLiteral("image-signature is off"),
                       QStringLiteral("turn it on, or trust %1 blindly").arg(source.mirror.toDisplayString()));
    if (QFileInfo(source.keyring).isReadable())
        return ok(about, source.keyring);
    return failed(about, QStringLiteral("%1 cannot be read").arg(source.keyring),
                  QStringLiteral("install the package ubuntu-keyring, or name one with --image-keyring"));
}

} // namespace

QList<Finding> checkMachine(const Settings &settings, const Clock &clock)
{
    const auto openssh = QStringLiteral("openssh-client");
    QList<Finding> findings{checkProgram(QStringLiteral("ssh"), openssh),
                            checkProgram(QStringLiteral("ssh-keygen"), openssh)};
    if (settings.source.checkSignature)
        findings << checkProgram(QStringLiteral("gpgv"), QStringLiteral("gpgv"));
    findings << checkFolder(QStringLiteral("state folder"), settings.folders.state)
             << checkFolder(QStringLiteral("cache folder"), settings.folders.cache)
             << checkFolder(QStringLiteral("log folder"), settings.folders.log) << checkKey(settings.keyFile(), clock)
             << checkKeyring(settings.source);
    return findings;
}

} // namespace imagebuilder::app
