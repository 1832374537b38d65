// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/settings.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>

#include <pwd.h>
#include <unistd.h>

namespace imagebuilder::app {

namespace {

const QString systemUser = QStringLiteral("imagebuilder");
/// In Debian's and Ubuntu's package ubuntu-keyring; a bundle of ours carries it beside the program.
const QString cloudImageKeyring = QStringLiteral("/share/keyrings/ubuntu-cloudimage-keyring.gpg");

QString defaultKeyring()
{
    // Qt knows the program's folder only once there is an application.
    const QFileInfo program(QFile::symLinkTarget(QStringLiteral("/proc/self/exe")));
    const auto ours = QFileInfo(program.path()).path() + cloudImageKeyring;
    return QFileInfo::exists(ours) ? ours : QStringLiteral("/usr") + cloudImageKeyring;
}

/// The base directory specification: an unset, empty or relative value is ignored.
QString xdg(const Caller &caller, const QString &variable, const QString &fallback)
{
    const auto value = caller.environment.value(variable);
    return (QDir::isAbsolutePath(value) ? value : caller.home + fallback) + QStringLiteral("/imagebuilder");
}

} // namespace

Caller Caller::current()
{
    const auto environment = QProcessEnvironment::systemEnvironment();
    const passwd *entry = getpwuid(geteuid());
    const auto user = entry ? QString::fromLocal8Bit(entry->pw_name) : QString::number(geteuid());
    // A snap remaps $HOME and names the real one beside it.
    auto home = environment.value(QStringLiteral("SNAP_REAL_HOME"), environment.value(QStringLiteral("HOME")));
    if (home.isEmpty() && entry)
        home = QString::fromLocal8Bit(entry->pw_dir);
    return {environment, user, home, QDir::currentPath()};
}

QString Caller::name() const
{
    QStringList names{user};
    // The person at a window says who it is; sudo says who is behind root.
    for (const auto &variable : {QStringLiteral("SUDO_USER"), QStringLiteral("IMAGEBUILDER_WHO")})
        if (const auto behind = environment.value(variable); !behind.isEmpty())
            names.prepend(behind);
    return names.join(QStringLiteral(" as "));
}

Folders defaultFolders(const Caller &caller)
{
    if (caller.user == systemUser)
        return {QStringLiteral("/var/lib/imagebuilder"), QStringLiteral("/var/cache/imagebuilder"),
                QStringLiteral("/var/log/github-runner-image-builder")};
    const auto snap = caller.environment.value(QStringLiteral("SNAP_USER_COMMON"));
    if (!snap.isEmpty())
        return {snap + QStringLiteral("/state"), snap + QStringLiteral("/cache"), snap + QStringLiteral("/logs")};
    const auto state = xdg(caller, QStringLiteral("XDG_STATE_HOME"), QStringLiteral("/.local/state"));
    return {state, xdg(caller, QStringLiteral("XDG_CACHE_HOME"), QStringLiteral("/.cache")),
            state + QStringLiteral("/logs")};
}

Settings Settings::defaultsFor(const Caller &caller)
{
    Settings settings;
    settings.folders = defaultFolders(caller);
    settings.clouds = {.environment = caller.environment, .home = caller.home, .workingFolder = caller.workingFolder};
    settings.source.keyring = defaultKeyring();
    settings.source.cacheFolder = settings.folders.cache;
    return settings;
}

QStringList Settings::warnings() const
{
    if (source.checkSignature)
        return {};
    return {QStringLiteral("image-signature is off: nothing proves that base images from %1 are Ubuntu's")
                .arg(source.mirror.toDisplayString(QUrl::RemoveUserInfo))};
}

} // namespace imagebuilder::app
