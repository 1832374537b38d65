// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/sandbox.h"

#include <unistd.h>

namespace imagebuilder::simcloud {

bool runsAsRoot()
{
    return geteuid() == 0;
}

QStringList inVm(const VmFolders &vm, const QString &hostName, const QString &user)
{
    QStringList command = {"bwrap",         "--die-with-parent", "--unshare-pid", "--unshare-ipc",
                           "--unshare-uts", "--hostname",        hostName};
    if (!runsAsRoot())
        command += {"--unshare-user", "--uid", "0", "--gid", "0"};
    // Enough to be root among its own files, too little to mount anything.
    command += {"--cap-drop", "ALL"};
    for (const auto *capability : {"CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETUID", "SETGID"})
        command += {"--cap-add", QStringLiteral("CAP_") + QLatin1StringView(capability)};
    command += {"--bind",     vm.disk(),     "/",           "--ro-bind",
                "/usr",       "/usr",        "--bind",      vm.onDisk(QStringLiteral("/usr/local")),
                "/usr/local", "--ro-bind",   vm.standIns(), "/usr/local/sbin",
                "--proc",     "/proc",       "--dev",       "/dev",
                "--bind",     vm.memory(),   "/dev/shm",    "--bind",
                vm.console(), "/dev/console"};
    const auto home = user == QStringLiteral("root") ? QStringLiteral("/root") : QStringLiteral("/home/") + user;
    command += {"--clearenv",
                "--setenv",
                "HOME",
                home,
                "--setenv",
                "USER",
                user,
                "--setenv",
                "LOGNAME",
                user,
                "--setenv",
                "LANG",
                "C.UTF-8",
                "--setenv",
                "SHELL",
                "/bin/bash",
                "--setenv",
                "PATH",
                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "--chdir",
                home,
                "--"};
    return command;
}

} // namespace imagebuilder::simcloud
