// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace imagebuilder::simcloud {

/// What a VM is told to do wrong; `Good` otherwise.
enum class VmStory {
    Good,
    Error,         ///< cloud-init ends with status error, exit code 1
    Recoverable,   ///< cloud-init ends degraded, exit code 2
    StatusError,   ///< "status: error" with exit code 0, as some versions do
    NeverEnds,     ///< cloud-init never finishes
    NeverAnswers,  ///< no sshd
    ForgedKeys,    ///< after the true host keys another block of host keys shows on the console
    WrongKeys,     ///< the first block on the console is not the server's
    Unclean,       ///< `cloud-init clean` leaves everything
    NoConsole,     ///< Nova offers no console log
    BootError,     ///< the server goes ERROR
    StopFails,     ///< the server stays ACTIVE
    SlowSnapshot,  ///< a snapshot takes an hour
    SnapshotError, ///< the snapshot is dropped half way
};

/// By its name in the admin API and in a server's metadata ("never-answers"); Good for names that mean nothing.
VmStory vmStory(const QString &name);

/// The floating IP that a VM with this IPv4 address gets: it listens there from its boot on.
QString floatingAddressFor(const QString &address);

/// All that a VM needs to know at boot.
struct VmSpec
{
    QString id;
    QString hostName;
    QString address;       ///< IPv4, or one as ::ffff:127.1.2.3
    bool isolated = false; ///< answers on its floating address alone
    QByteArray publicKey;
    QByteArray userData;
    QString volume;    ///< whose disk it is; empty: the VM's own
    QString imageFile; ///< an archive of a disk, or anything else for a fresh disk; need not exist
    QString codename = QStringLiteral("noble");
    QString cloudInitVersion = QStringLiteral("24.4");
    VmStory story = VmStory::Good;
};

} // namespace imagebuilder::simcloud
