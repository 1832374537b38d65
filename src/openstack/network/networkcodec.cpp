// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/network/networkcodec.h"

#include "base/json.h"

namespace imagebuilder::openstack {

namespace {

SecurityGroupRule parseRule(const JsonReader &rule)
{
    auto prefix = rule.stringOr(QStringLiteral("remote_ip_prefix"));
    if (prefix == QStringLiteral("0.0.0.0/0") || prefix == QStringLiteral("::/0"))
        prefix.clear(); // the same thing said with more letters
    return {.protocol = rule.stringOr(QStringLiteral("protocol")),
            .portMin = int(rule.integerOr(QStringLiteral("port_range_min"))),
            .portMax = int(rule.integerOr(QStringLiteral("port_range_max"))),
            .remotePrefix = prefix,
            .etherType = rule.stringOr(QStringLiteral("ethertype")),
            .direction = rule.stringOr(QStringLiteral("direction")),
            .id = rule.stringOr(QStringLiteral("id"))};
}

/// A number, or with details an object that has it as `limit`.
int quotaLimit(const QJsonValue &value)
{
    return value.isObject() ? value.toObject().value(QStringLiteral("limit")).toInt(-1) : value.toInt(-1);
}

int quotaUsed(const QJsonValue &value)
{
    const auto details = value.toObject();
    return details.value(QStringLiteral("used")).toInt() + details.value(QStringLiteral("reserved")).toInt();
}

} // namespace

Result<Network> parseNetwork(const QJsonObject &object)
{
    const JsonReader network(object, QStringLiteral("a network"));
    Network parsed;
    IB_TRY(parsed.id, network.string(QStringLiteral("id")));
    parsed.name = network.stringOr(QStringLiteral("name"));
    parsed.external = network.boolOr(QStringLiteral("router:external"));
    return parsed;
}

Result<Subnet> parseSubnet(const QJsonObject &object)
{
    const JsonReader subnet(object, QStringLiteral("a subnet"));
    Subnet parsed;
    IB_TRY(parsed.id, subnet.string(QStringLiteral("id")));
    IB_TRY(parsed.networkId, subnet.string(QStringLiteral("network_id")));
    parsed.cidr = subnet.stringOr(QStringLiteral("cidr"));
    parsed.ipVersion = int(subnet.integerOr(QStringLiteral("ip_version"), 4));
    return parsed;
}

Result<Port> parsePort(const QJsonObject &object)
{
    const JsonReader port(object, QStringLiteral("a port"));
    Port parsed;
    IB_TRY(parsed.id, port.string(QStringLiteral("id")));
    parsed.deviceId = port.stringOr(QStringLiteral("device_id"));
    for (const auto &entry : port.arrayOr(QStringLiteral("fixed_ips"))) {
        const auto address = entry.toObject().value(QStringLiteral("ip_address")).toString();
        if (!address.isEmpty())
            parsed.addresses << address;
    }
    return parsed;
}

Result<FloatingIp> parseFloatingIp(const QJsonObject &object)
{
    const JsonReader floatingIp(object, QStringLiteral("a floating IP"));
    FloatingIp parsed;
    IB_TRY(parsed.id, floatingIp.string(QStringLiteral("id")));
    IB_TRY(parsed.address, floatingIp.string(QStringLiteral("floating_ip_address")));
    parsed.description = floatingIp.stringOr(QStringLiteral("description"));
    parsed.portId = floatingIp.stringOr(QStringLiteral("port_id"));
    return parsed;
}

Result<SecurityGroup> parseSecurityGroup(const QJsonObject &object)
{
    const JsonReader group(object, QStringLiteral("a security group"));
    SecurityGroup parsed;
    IB_TRY(parsed.id, group.string(QStringLiteral("id")));
    IB_TRY(parsed.name, group.string(QStringLiteral("name")));
    parsed.description = group.stringOr(QStringLiteral("description"));
    for (const auto &entry : group.arrayOr(QStringLiteral("security_group_rules"))) {
        const JsonReader rule(entry.toObject(), QStringLiteral("a rule"));
        if (!rule.has(QStringLiteral("remote_group_id")) && !rule.has(QStringLiteral("remote_address_group_id")))
            parsed.rules << parseRule(rule);
    }
    return parsed;
}

Result<NetworkQuota> parseNetworkQuota(const QByteArray &body)
{
    const auto what = QStringLiteral("Neutron's quota");
    IB_TRY(auto answer, parseJsonObject(body, what));
    IB_TRY(const auto quota, JsonReader(std::move(answer), what).object(QStringLiteral("quota")));
    const auto ports = quota.raw().value(QStringLiteral("port"));
    const auto groups = quota.raw().value(QStringLiteral("security_group"));
    const auto floatingIps = quota.raw().value(QStringLiteral("floatingip"));
    return NetworkQuota{.maxPorts = quotaLimit(ports),
                        .usedPorts = quotaUsed(ports),
                        .maxSecurityGroups = quotaLimit(groups),
                        .usedSecurityGroups = quotaUsed(groups),
                        .maxFloatingIps = quotaLimit(floatingIps),
                        .usedFloatingIps = quotaUsed(floatingIps)};
}

QJsonObject ruleBody(const QString &groupId, const SecurityGroupRule &rule)
{
    QJsonObject body{{"security_group_id", groupId}, {"direction", rule.direction}, {"ethertype", rule.etherType}};
    if (!rule.protocol.isEmpty())
        body.insert(QStringLiteral("protocol"), rule.protocol);
    if (rule.portMin > 0) {
        body.insert(QStringLiteral("port_range_min"), rule.portMin);
        body.insert(QStringLiteral("port_range_max"), rule.portMax);
    }
    if (!rule.remotePrefix.isEmpty())
        body.insert(QStringLiteral("remote_ip_prefix"), rule.remotePrefix);
    return {{QStringLiteral("security_group_rule"), body}};
}

} // namespace imagebuilder::openstack
