// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "simcloud/vm/folders.h"
#include "simcloud/vm/vmspec.h"

#include <QtCore/QProcess>

namespace imagebuilder::simcloud {

/// The login that VMs know: `ubuntu`, or whoever runs the simulator when that is not root.
QString sshUser();
/// A high port that nothing on this machine listens on; every VM has it on its own address.
Result<int> freePort();

/// A VM's sshd. It runs on the machine, with files of its own over /etc/passwd and /etc/shadow, and sends every session
/// into the VM. It dies with this object, and with the thread that started it.
class Sshd
{
public:
    ~Sshd();
    Result<void> start(const VmFolders &vm, const VmSpec &spec, int port);
    /// Ends it and all its sessions.
    void stop();

private:
    QProcess m_process;
};

} // namespace imagebuilder::simcloud
