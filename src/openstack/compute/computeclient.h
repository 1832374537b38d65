// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/compute/compute.h"
#include "openstack/session.h"

#include <optional>

namespace imagebuilder::openstack {

/// Nova, as far as builds need it. What it really answers: realcloud's API.md. Deleting what is gone is no error.
class ComputeClient
{
public:
    /// `session` must outlive this client.
    explicit ComputeClient(Session &session) : m_session(session) {}

    [[nodiscard]] Task<Result<QList<Flavor>>> flavors(std::stop_token stop);
    /// The names of the availability zones that are up.
    [[nodiscard]] Task<Result<QStringList>> availabilityZones(std::stop_token stop);
    /// All servers of the project, all pages.
    [[nodiscard]] Task<Result<QList<Server>>> servers(std::stop_token stop);
    /// NotFound when gone or DELETED.
    [[nodiscard]] Task<Result<Server>> server(QString id, std::stop_token stop);
    /// The new server's id. Not repeated: after Unavailable or Timeout look the build up by its metadata first.
    [[nodiscard]] Task<Result<QString>> createServer(ServerRequest request, std::stop_token stop);
    [[nodiscard]] Task<Result<void>> updateMetadata(QString id, Properties metadata, std::stop_token stop);
    /// A server that is SHUTOFF already is no error.
    [[nodiscard]] Task<Result<void>> stopServer(QString id, std::stop_token stop);
    [[nodiscard]] Task<Result<void>> deleteServer(QString id, std::stop_token stop);
    /// The whole window that the cloud keeps. NotFound where there is none (SHUTOFF, or not offered: status
    /// 404/409/501).
    [[nodiscard]] Task<Result<QByteArray>> consoleLog(QString id, std::stop_token stop);
    /// Asks for a snapshot; the new image's id from body or Location.
    [[nodiscard]] Task<Result<QString>> createImage(QString serverId, QString name, Properties properties,
                                                    std::stop_token stop);
    [[nodiscard]] Task<Result<std::optional<KeyPair>>> keyPair(QString name, std::stop_token stop);
    [[nodiscard]] Task<Result<QList<KeyPair>>> keyPairs(std::stop_token stop);
    /// Imports a public key; Conflict when the name is taken.
    [[nodiscard]] Task<Result<KeyPair>> importKeyPair(QString name, QString publicKey, std::stop_token stop);
    [[nodiscard]] Task<Result<void>> deleteKeyPair(QString name, std::stop_token stop);
    [[nodiscard]] Task<Result<ComputeLimits>> limits(std::stop_token stop);

private:
    Session &m_session;
};

} // namespace imagebuilder::openstack
