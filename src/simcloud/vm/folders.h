// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QString>

namespace imagebuilder::simcloud {

/// Where the parts of one VM lie on the machine.
class VmFolders
{
public:
    /// `standIns` is the folder of the programs that stand in for a VM's own, shared by all VMs.
    VmFolders(QString folder, QString standIns) : m_folder(std::move(folder)), m_standIns(std::move(standIns)) {}

    const QString &folder() const { return m_folder; }
    const QString &standIns() const { return m_standIns; }
    /// The VM's `/`: what a snapshot is made from.
    QString disk() const { return m_folder + QStringLiteral("/disk"); }
    QString onDisk(const QString &path) const { return disk() + path; }
    /// The VM's /dev/shm, empty at each boot.
    QString memory() const { return m_folder + QStringLiteral("/memory"); }
    /// The FIFO that is the VM's /dev/console.
    QString console() const { return m_folder + QStringLiteral("/console"); }
    /// What sshd is started with.
    QString host(const QString &name) const { return m_folder + QStringLiteral("/host/") + name; }

private:
    QString m_folder;
    QString m_standIns;
};

/// Writes a file with its folders; false when it cannot.
bool writeFile(const QString &path, const QByteArray &content, bool executable = false);
QByteArray readFile(const QString &path);

} // namespace imagebuilder::simcloud
