// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/network/network.h"
#include "openstack/session.h"

namespace imagebuilder::openstack {

/// Neutron, as far as builds need it. Deleting what is gone is no error.
class NetworkClient
{
public:
    /// `session` must outlive this client.
    explicit NetworkClient(Session &session) : m_session(session) {}

    [[nodiscard]] Task<Result<QList<Network>>> networks(std::stop_token stop);
    /// In Neutron's own order.
    [[nodiscard]] Task<Result<QList<Subnet>>> subnets(std::stop_token stop);
    [[nodiscard]] Task<Result<QList<Port>>> portsOf(QString serverId, std::stop_token stop);
    /// Groups of exactly this name in this project (names need not be unique).
    [[nodiscard]] Task<Result<QList<SecurityGroup>>> securityGroups(QString name, std::stop_token stop);
    [[nodiscard]] Task<Result<SecurityGroup>> createSecurityGroup(QString name, QString description,
                                                                  std::stop_token stop);
    /// A rule that exists already is no error.
    [[nodiscard]] Task<Result<void>> addRule(QString groupId, SecurityGroupRule rule, std::stop_token stop);
    [[nodiscard]] Task<Result<void>> deleteRule(QString ruleId, std::stop_token stop);
    /// Conflict while a port uses it.
    [[nodiscard]] Task<Result<void>> deleteSecurityGroup(QString id, std::stop_token stop);
    /// The project's; none where the cloud offers no routers.
    [[nodiscard]] Task<Result<QList<FloatingIp>>> floatingIps(std::stop_token stop);
    /// A new one of an external network, leading to a port. Not repeated: after a lost answer look for the description.
    [[nodiscard]] Task<Result<FloatingIp>> createFloatingIp(QString networkId, QString portId, QString description,
                                                            std::stop_token stop);
    [[nodiscard]] Task<Result<void>> deleteFloatingIp(QString id, std::stop_token stop);
    [[nodiscard]] Task<Result<NetworkQuota>> quota(std::stop_token stop);

private:
    Session &m_session;
};

} // namespace imagebuilder::openstack
