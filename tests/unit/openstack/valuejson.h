// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/compute/compute.h"
#include "openstack/image/image.h"
#include "openstack/network/network.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

namespace imagebuilder::openstack {

// Values as JSON, field by field, for comparison with golden files.

inline QJsonObject valueJson(const Properties &properties)
{
    QJsonObject object;
    for (auto property = properties.begin(); property != properties.end(); ++property)
        object.insert(property.key(), property.value());
    return object;
}

inline QJsonObject valueJson(const Flavor &flavor)
{
    return {{"id", flavor.id},         {"name", flavor.name},       {"vcpus", flavor.vcpus},
            {"ramMiB", flavor.ramMiB}, {"diskGiB", flavor.diskGiB}, {"disabled", flavor.disabled}};
}

inline QJsonObject valueJson(const Server &server)
{
    return {{"id", server.id},
            {"name", server.name},
            {"status", server.status},
            {"taskState", server.taskState},
            {"fault", server.fault},
            {"addresses", QJsonArray::fromStringList(server.addresses)},
            {"metadata", valueJson(server.metadata)},
            {"created", server.created.toUTC().toString(Qt::ISODate)}};
}

inline QJsonObject valueJson(const KeyPair &pair)
{
    return {{"name", pair.name}, {"fingerprint", pair.fingerprint}, {"publicKey", pair.publicKey}};
}

inline QJsonObject valueJson(const ComputeLimits &limits)
{
    return {{"maxInstances", limits.maxInstances}, {"usedInstances", limits.usedInstances},
            {"maxCores", limits.maxCores},         {"usedCores", limits.usedCores},
            {"maxRamMiB", limits.maxRamMiB},       {"usedRamMiB", limits.usedRamMiB},
            {"maxKeyPairs", limits.maxKeyPairs}};
}

inline QJsonObject valueJson(const Image &image)
{
    return {{"id", image.id},
            {"name", image.name},
            {"status", image.status},
            {"owner", image.owner},
            {"visibility", image.visibility},
            {"diskFormat", image.diskFormat},
            {"containerFormat", image.containerFormat},
            {"size", image.size},
            {"minDiskGiB", image.minDiskGiB},
            {"minRamMiB", image.minRamMiB},
            {"isProtected", image.isProtected},
            {"hidden", image.hidden},
            {"hashAlgo", image.hashAlgo},
            {"hashValue", image.hashValue},
            {"created", image.created.toUTC().toString(Qt::ISODate)},
            {"properties", valueJson(image.properties)}};
}

inline QJsonObject valueJson(const Network &network)
{
    return {{"id", network.id}, {"name", network.name}};
}

inline QJsonObject valueJson(const Subnet &subnet)
{
    return {{"id", subnet.id}, {"networkId", subnet.networkId}, {"cidr", subnet.cidr}};
}

inline QJsonObject valueJson(const Port &port)
{
    return {{"id", port.id}, {"deviceId", port.deviceId}, {"addresses", QJsonArray::fromStringList(port.addresses)}};
}

inline QJsonObject valueJson(const SecurityGroup &group)
{
    QJsonArray rules;
    for (const auto &rule : group.rules)
        rules.append(QJsonObject{{"protocol", rule.protocol},
                                 {"portMin", rule.portMin},
                                 {"portMax", rule.portMax},
                                 {"remotePrefix", rule.remotePrefix},
                                 {"etherType", rule.etherType},
                                 {"direction", rule.direction}});
    return {{"id", group.id}, {"name", group.name}, {"description", group.description}, {"rules", rules}};
}

inline QJsonObject valueJson(const NetworkQuota &quota)
{
    return {{"maxPorts", quota.maxPorts},
            {"usedPorts", quota.usedPorts},
            {"maxSecurityGroups", quota.maxSecurityGroups},
            {"usedSecurityGroups", quota.usedSecurityGroups}};
}

} // namespace imagebuilder::openstack
