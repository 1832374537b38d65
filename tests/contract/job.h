// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contractclouds.h"
#include "support/folderserver.h"
#include "support/mirror.h"
#include "support/program.h"

namespace imagebuilder::testing {

/// imagebuilderd as a user starts it, with a mirror of base images and names of its own on the clouds of a contract.
/// On a real cloud: IMAGEBUILDER_TEST_IMAGE is the file that stands for Ubuntu's, IMAGEBUILDER_TEST_ADDRESS an address
/// of this machine that VMs reach.
class Job
{
public:
    /// Aborts the test program when something cannot be had.
    explicit Job(ContractClouds &clouds);

    /// Puts a file on the mirror; its address.
    QString serve(const QString &name, const QByteArray &content) const;
    /// The same, its path on this machine.
    QString fileOf(const QString &name, const QByteArray &content) const;
    Program &program() const { return *m_program; }
    const QString &prefix() const { return m_prefix; }
    QString imageName(const QString &base) const { return m_prefix + u'-' + base + QStringLiteral("-x64"); }
    QStringList initArguments() const;
    /// A run for the consumer, with user-data that a cloud without a way out can carry out.
    QStringList runArguments(const QString &base, const QStringList &more = {}) const;
    /// Runs it, and tells how long that took.
    Ended timed(const char *what, const QStringList &arguments) const;
    /// Removes every image, the key pair and the security groups that the program made.
    void removeAll(const QString &deployment);

private:
    QStringList mirrorArguments() const;
    void removeImages(openstack::Cloud &cloud) const;

    ContractClouds &m_clouds;
    MirrorFixture m_mirror;
    FolderServer m_web;
    std::unique_ptr<Program> m_program;
    QString m_prefix;
};

} // namespace imagebuilder::testing
