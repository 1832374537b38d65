// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contractclouds.h"
#include "ssh/command.h"

namespace imagebuilder::testing {

/// A VM that a consumer boots from a delivered image, with a key of the consumer's own, and logs in to. It is deleted
/// with what it needed when this object ends.
class DeliveredVm
{
public:
    DeliveredVm(ContractClouds &clouds, const QString &imageId);
    ~DeliveredVm();
    DeliveredVm(const DeliveredVm &) = delete;
    DeliveredVm &operator=(const DeliveredVm &) = delete;

    bool isReachable() const { return m_trouble.isEmpty(); }
    /// Why it cannot be logged in to.
    const QString &trouble() const { return m_trouble; }
    /// Standard output of a command in it, which finds `input` on its standard input.
    QByteArray say(const QString &line, const QByteArray &input = {}) const;

private:
    void boot(const QString &imageId, const QString &publicKey);
    bool findWayIn();
    ContractClouds &m_clouds;
    QTemporaryDir m_folder;
    QString m_name;
    QString m_server;
    QString m_group;
    ssh::Target m_target;
    QString m_trouble;
};

} // namespace imagebuilder::testing
