// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "openstack/network/network.h"

#include <QtCore/QJsonObject>

namespace imagebuilder::openstack {

// Neutron's JSON as values and back.

Result<Network> parseNetwork(const QJsonObject &object);
Result<Subnet> parseSubnet(const QJsonObject &object);
Result<Port> parsePort(const QJsonObject &object);
Result<FloatingIp> parseFloatingIp(const QJsonObject &object);
/// Without rules that are for members of another group only: those open nothing by address.
Result<SecurityGroup> parseSecurityGroup(const QJsonObject &object);
/// The answer of `/quotas/PROJECT/details.json`, or of `/quotas/PROJECT`, which tells no use.
Result<NetworkQuota> parseNetworkQuota(const QByteArray &body);

QJsonObject ruleBody(const QString &groupId, const SecurityGroupRule &rule);

} // namespace imagebuilder::openstack
