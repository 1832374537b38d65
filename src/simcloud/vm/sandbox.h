// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/vm/folders.h"

#include <QtCore/QStringList>

namespace imagebuilder::simcloud {

/// Whether the simulator is root; else VMs need user namespaces and the SSH login is the caller's own.
bool runsAsRoot();

/// The start of a command line, to be followed by a program and its arguments, that runs in the VM: its disk is the
/// root, /usr is the toolchain's and read-only but for /usr/local, and nothing else of the machine is there.
QStringList inVm(const VmFolders &vm, const QString &hostName, const QString &user);

} // namespace imagebuilder::simcloud
