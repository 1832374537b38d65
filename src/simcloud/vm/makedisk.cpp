// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/disk.h"
#include "simcloud/vm/folders.h"

#include <QtCore/QDir>
#include <QtCore/QMap>

namespace imagebuilder::simcloud {

namespace {

QByteArray osRelease(const QString &codename)
{
    static const QMap<QString, QString> versions = {
        {"focal", "20.04"}, {"jammy", "22.04"}, {"noble", "24.04"}, {"resolute", "26.04"}};
    return QStringLiteral("PRETTY_NAME=\"Ubuntu %2 LTS\"\nNAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n"
                          "VERSION_ID=\"%2\"\nVERSION_CODENAME=%1\nUBUNTU_CODENAME=%1\n")
        .arg(codename, versions.value(codename, QStringLiteral("24.04")))
        .toUtf8();
}

QMap<QString, QByteArray> files(const QString &codename)
{
    return {
        {"/etc/os-release", osRelease(codename)},
        {"/etc/hostname", "ubuntu\n"},
        {"/etc/hosts", "127.0.0.1 localhost\n"},
        {"/etc/machine-id", "uninitialized\n"},
        {"/etc/passwd", "root:x:0:0:root:/root:/bin/bash\n"
                        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"
                        "ubuntu:x:1000:1000:Ubuntu:/home/ubuntu:/bin/bash\n"},
        {"/etc/shadow", "root:*:19700:0:99999:7:::\nubuntu:*:19700:0:99999:7:::\n"},
        {"/etc/group", "root:x:0:\nadm:x:4:ubuntu\nsudo:x:27:ubuntu\nlxd:x:110:ubuntu\nubuntu:x:1000:\n"},
        {"/etc/sudoers.d/90-cloud-init-users", "ubuntu ALL=(ALL) NOPASSWD:ALL\n"},
        {"/etc/cloud/cloud.cfg", "# The default configuration of a cloud image.\n"},
        {"/etc/apt/sources.list.d/ubuntu.sources",
         QStringLiteral("Types: deb\nURIs: http://archive.example/ubuntu\nSuites: %1 %1-updates\n"
                        "Components: main universe\n")
             .arg(codename)
             .toUtf8()},
        {"/var/lib/dpkg/status", "Package: base-files\nStatus: install ok installed\nMaintainer: nobody\n"
                                 "Architecture: amd64\nVersion: 13ubuntu10\nDescription: stands for all others\n"},
        {"/var/log/auth.log", ""},
        {"/var/log/syslog", ""},
        {"/var/log/standins.log", ""},
        {"/home/ubuntu/.profile", "# ~/.profile\n"},
        {"/home/ubuntu/.bashrc", "# ~/.bashrc\n"},
        {"/root/.profile", "# ~/.profile\n"},
    };
}

} // namespace

Result<void> makeDisk(const QString &folder, const QString &codename)
{
    for (const auto *path : {"/boot",
                             "/dev",
                             "/etc/apt/apt.conf.d",
                             "/etc/apt/keyrings",
                             "/etc/apt/preferences.d",
                             "/etc/cloud/cloud.cfg.d",
                             "/etc/profile.d",
                             "/etc/skel",
                             "/etc/ssh/sshd_config.d",
                             "/etc/sysctl.d",
                             "/etc/systemd/system",
                             "/home",
                             "/mnt",
                             "/opt",
                             "/proc",
                             "/run",
                             "/snap/bin",
                             "/srv",
                             "/sys",
                             "/tmp",
                             "/usr/local/bin",
                             "/usr/local/sbin",
                             "/usr/local/lib",
                             "/usr/local/share",
                             "/var/cache/apt",
                             "/var/lib/apt",
                             "/var/lib/cloud/seed",
                             "/var/lib/dpkg",
                             "/var/lib/systemd/linger",
                             "/var/log/journal",
                             "/var/spool/cron",
                             "/var/tmp"})
        if (!QDir().mkpath(folder + QLatin1StringView(path)))
            return failure(ErrorKind::Storage, QStringLiteral("cannot make a VM's disk in %1").arg(folder));
    for (const auto &name : {"bin", "sbin", "lib", "lib64"})
        QFile::link(QStringLiteral("usr/") + QLatin1StringView(name), folder + u'/' + QLatin1StringView(name));
    for (const auto &[path, content] : files(codename).asKeyValueRange())
        if (!writeFile(folder + path, content))
            return failure(ErrorKind::Storage, QStringLiteral("cannot write %1%2").arg(folder, path));
    // Debian's /usr/bin has links into it (awk).
    if (runChild({"cp", "-a", "/etc/alternatives", folder + QStringLiteral("/etc/")}, [](const QByteArray &) {}) < 0)
        return failure(ErrorKind::Storage, QStringLiteral("cannot run cp"));
    return {};
}

} // namespace imagebuilder::simcloud
