// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace imagebuilder::simcloud {

struct Network
{
    QString id;
    QString name;
    QString projectId;
    bool shared = true;
    bool external = false; ///< gives floating IPs
    bool isolated = false; ///< its VMs answer on floating IPs alone
    QDateTime created;
};

struct Subnet
{
    QString id;
    QString name;
    QString networkId;
    QString projectId;
    QString cidr;
    QString gateway;
    int ipVersion = 4;
    QDateTime created;
};

struct SecurityGroupRule
{
    QString id;
    QString direction;
    QString etherType;
    QString protocol; ///< empty: any
    int portMin = -1; ///< -1: null
    int portMax = -1;
    QString remotePrefix; ///< empty: null
    QString remoteGroupId;
    QString description;
    QDateTime created;
};

struct SecurityGroup
{
    QString id;
    QString name;
    QString description;
    QString projectId;
    QList<SecurityGroupRule> rules;
    QDateTime created;
    QDateTime updated;
};

struct Port
{
    QString id;
    QString name;
    QString projectId;
    QString networkId;
    QString deviceId;
    QString deviceOwner;
    QString mac;
    QString address; ///< empty: has none
    QString subnetId;
    QStringList securityGroups;
    QDateTime created;
};

struct FloatingIp
{
    QString id;
    QString projectId;
    QString networkId;
    QString portId; ///< empty: leads nowhere
    QString address;
    QString description;
    QDateTime created;
};

} // namespace imagebuilder::simcloud
