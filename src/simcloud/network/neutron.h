// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

/// Answers a list as Neutron does: any field filters (several values: any of them), fields=, sort_key=, limit= and
/// marker= with links to the next page.
Response neutronList(const Context &context, const QString &name, QList<QJsonObject> elements);

/// Objects as Neutron writes them.
QJsonObject neutronNetwork(const State &state, const Network &network);
QJsonObject neutronSubnet(const Subnet &subnet);
QJsonObject neutronPort(const Port &port);
QJsonObject neutronFloatingIp(const State &state, const FloatingIp &floatingIp);
QJsonObject neutronGroup(const SecurityGroup &group);
QJsonObject neutronRule(const SecurityGroup &group, const SecurityGroupRule &rule);

/// 404 of `type` (Network, Subnet, Port, FloatingIP, SecurityGroup, SecurityGroupRule).
Response noSuch(const QString &type, const QString &id);
/// 409 for a project that may have no more of these ("security_group").
Response overNetworkQuota(const QString &resource);
/// Whether the caller's project may have one more.
bool hasNetworkQuota(const Context &context, const QString &resource);
/// How many of these a project has now.
qint64 networkUsage(const State &state, const QString &projectId, const QString &resource);

/// Whether the caller may see what belongs to that project.
bool isOwn(const Context &context, const QString &projectId);

class Router;
void addSecurityGroupRoutes(Router &router);
void addSecurityGroupRuleRoutes(Router &router);
void addNetworkQuotaRoutes(Router &router);
void addPortRoutes(Router &router);
void addFloatingIpRoutes(Router &router);

} // namespace imagebuilder::simcloud
