// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/simcloudprocess.h"

namespace imagebuilder::testing {

/// A simulated cloud, a hundred times faster than life, in which VMs are booted and logged in to as a user would: over
/// HTTP and with the OpenSSH client.
class VmFixture
{
public:
    struct Boot
    {
        QString imageId; ///< empty: a base image
        QByteArray userData;
        QJsonObject metadata;
    };
    struct Vm
    {
        QString id;
        QString address;
        QByteArray console;
        /// "ssh-ed25519 AAAA…", the first one on the console
        QByteArray hostKey() const;
    };
    struct Outcome
    {
        int exitCode = -1;
        QByteArray output;
        QByteArray errors;
    };

    VmFixture();

    const SimcloudProcess &cloud() const { return m_cloud; }
    /// What the cloud answered; Nova as of `microversion`.
    HttpReply call(const QByteArray &method, const QString &path, const QJsonObject &body = {},
                   const QByteArray &microversion = "2.90") const;
    /// POST /servers/ID/action
    HttpReply act(const QString &serverId, const QString &action, const QJsonObject &details = {},
                  const QByteArray &microversion = "2.90") const;
    /// The body that creates a server named "vm".
    QJsonObject wish(const Boot &boot) const;
    /// Gives an image its bytes.
    void upload(const QString &imageId, const QByteArray &bytes) const;
    QJsonObject server(const QString &id) const;

    /// The id of a new server.
    QString create(const Boot &boot) const;
    /// Creates a server and waits until its console holds `text`; the address is empty when it did not come.
    Vm boot(const Boot &boot, const QByteArray &text = "finished. Datasource") const;
    /// What the console shows now.
    QByteArray console(const QString &id) const;
    /// Stops it and waits until it is off.
    bool stop(const QString &id) const;
    /// A snapshot's id, once it is active.
    QString snapshot(const QString &id) const;

    /// Runs a command in the VM, trusting exactly the console's host key.
    Outcome ssh(const Vm &vm, const QString &command, const QByteArray &input = {}) const;

private:
    QString uploadBase() const;

    SimcloudProcess m_cloud{{"--time-scale", "100", "--accounts", "builder:builder:secret"}};
    QTemporaryDir m_folder;
    QByteArray m_token;
    QString m_baseImage;
    QString m_flavor;
    QString m_network;
};

} // namespace imagebuilder::testing
