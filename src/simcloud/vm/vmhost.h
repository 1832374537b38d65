// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/vm/disk.h"
#include "simcloud/vm/vm.h"

#include <map>

namespace imagebuilder::simcloud {

/// The machine that all VMs run on. Never call it with the state locked: ending a VM waits for its console's last
/// words, and those want the lock.
class VmHost
{
public:
    /// Disks lie below `folder`.
    VmHost(QString folder, RealTime real);

    /// Lays down the stand-ins and picks the SSH port of all VMs.
    Result<void> start();
    int sshPort() const { return m_port; }

    /// Boots the VM, from its own disk when it has run before.
    void boot(const VmSpec &spec, std::function<void(const QByteArray &)> onConsole);
    /// Takes the power away; true if it was on.
    bool stop(const QString &id);
    /// The disk goes too, unless it is a volume's: that one stays as `volume`.
    void remove(const QString &id, const QString &volume = {});
    void stopAll();
    /// Hands out the archive of the disk.
    Result<void> pack(const QString &id, const QString &format, qint64 virtualSize, const OnBytes &onBytes) const;
    /// Work that takes long, on a thread of its own; the destructor waits for it.
    void inBackground(std::function<void(const std::stop_token &)> work);

private:
    VmFolders folders(const QString &id) const;

    QString m_folder;
    RealTime m_real;
    int m_port = 0;
    std::mutex m_mutex;
    std::map<QString, std::unique_ptr<Vm>> m_vms;
    std::vector<std::jthread> m_background;
};

} // namespace imagebuilder::simcloud
