// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <tuple>

namespace imagebuilder::openstack {

struct Network
{
    QString id;
    QString name;
    bool external = false; ///< floating IPs come from it
};

struct Subnet
{
    QString id;
    QString networkId;
    QString cidr;
    int ipVersion = 4;
};

struct SecurityGroupRule
{
    QString protocol; ///< icmp, tcp
    int portMin = 0;  ///< 0: all
    int portMax = 0;
    QString remotePrefix; ///< empty: everywhere
    QString etherType = QStringLiteral("IPv4");
    QString direction = QStringLiteral("ingress");
    QString id; ///< empty for one that is only wished for

    /// Rules are the same when they allow the same.
    friend bool operator==(const SecurityGroupRule &a, const SecurityGroupRule &b)
    {
        return std::tie(a.protocol, a.portMin, a.portMax, a.remotePrefix, a.etherType, a.direction) ==
               std::tie(b.protocol, b.portMin, b.portMax, b.remotePrefix, b.etherType, b.direction);
    }
};

struct SecurityGroup
{
    QString id;
    QString name;
    QString description;
    QList<SecurityGroupRule> rules;
};

struct Port
{
    QString id;
    QString deviceId; ///< the server's id
    QStringList addresses;
};

struct FloatingIp
{
    QString id;
    QString address;
    QString description;
    QString portId; ///< empty: it leads nowhere
};

/// -1 means unlimited.
struct NetworkQuota
{
    int maxPorts = -1, usedPorts = 0;
    int maxSecurityGroups = -1, usedSecurityGroups = 0;
    int maxFloatingIps = -1, usedFloatingIps = 0;
};

} // namespace imagebuilder::openstack
