// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/vm/hostkeys.h"

#include "simcloud/vm/child.h"

#include <QtCore/QDir>
#include <QtCore/QFileInfo>

namespace imagebuilder::simcloud {

namespace {

QByteArray block(const QByteArray &keys)
{
    return "-----BEGIN SSH HOST KEY KEYS-----\n" + keys + "-----END SSH HOST KEY KEYS-----\n";
}

} // namespace

void makeHostKeys(const VmFolders &vm)
{
    for (const auto &type : {QStringLiteral("ecdsa"), QStringLiteral("ed25519")}) {
        const auto file = vm.onDisk(QStringLiteral("/etc/ssh/ssh_host_%1_key").arg(type));
        if (!QFileInfo::exists(file))
            runChild({"ssh-keygen", "-q", "-t", type, "-N", "", "-C", "root@ubuntu", "-f", file},
                     [](const QByteArray &) {});
    }
}

QByteArray hostKeyBlock(const VmFolders &vm)
{
    QByteArray keys;
    const QDir folder(vm.onDisk(QStringLiteral("/etc/ssh")));
    for (const auto &name : folder.entryList({QStringLiteral("ssh_host_*_key.pub")}, QDir::Files, QDir::Name))
        keys += readFile(folder.filePath(name));
    return block(keys);
}

QByteArray forgedKeyBlock()
{
    // The form of an ed25519 key with 32 zero bytes for the point.
    const auto blob = QByteArray("\0\0\0\x0bssh-ed25519\0\0\0\x20", 19) + QByteArray(32, '\0');
    return block("ssh-ed25519 " + blob.toBase64() + " root@forged\n");
}

} // namespace imagebuilder::simcloud
