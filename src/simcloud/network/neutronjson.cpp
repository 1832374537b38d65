// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/network/neutron.h"

namespace imagebuilder::simcloud {

namespace {

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

void addCommon(QJsonObject &json, const QString &projectId, const QDateTime &created, const QDateTime &updated)
{
    json.insert("project_id", projectId);
    json.insert("tenant_id", projectId);
    json.insert("created_at", timeText(created));
    json.insert("updated_at", timeText(updated));
    json.insert("revision_number", 1);
    json.insert("tags", QJsonArray());
}

} // namespace

QJsonObject neutronNetwork(const State &state, const Network &network)
{
    QJsonArray subnets;
    for (const auto &subnet : state.subnets)
        if (subnet.networkId == network.id)
            subnets.append(subnet.id);
    QJsonObject json{{"id", network.id},
                     {"name", network.name},
                     {"description", ""},
                     {"status", "ACTIVE"},
                     {"admin_state_up", true},
                     {"shared", network.shared},
                     {"router:external", network.external},
                     {"mtu", 1500},
                     {"port_security_enabled", true},
                     {"availability_zones", QJsonArray{"nova"}},
                     {"availability_zone_hints", QJsonArray()},
                     {"ipv4_address_scope", QJsonValue::Null},
                     {"ipv6_address_scope", QJsonValue::Null},
                     {"subnets", subnets}};
    addCommon(json, network.projectId, network.created, network.created);
    return json;
}

QJsonObject neutronSubnet(const Subnet &subnet)
{
    const auto prefix = subnet.cidr.section(u'.', 0, 2);
    const QJsonObject pool{{"start", prefix + QStringLiteral(".2")}, {"end", prefix + QStringLiteral(".254")}};
    QJsonObject json{{"id", subnet.id},
                     {"name", subnet.name},
                     {"description", ""},
                     {"network_id", subnet.networkId},
                     {"cidr", subnet.cidr},
                     {"ip_version", subnet.ipVersion},
                     {"gateway_ip", textOrNull(subnet.gateway)},
                     {"enable_dhcp", true},
                     {"dns_nameservers", QJsonArray()},
                     {"host_routes", QJsonArray()},
                     {"allocation_pools", QJsonArray{pool}},
                     {"ipv6_address_mode", QJsonValue::Null},
                     {"ipv6_ra_mode", QJsonValue::Null},
                     {"service_types", QJsonArray()},
                     {"subnetpool_id", QJsonValue::Null}};
    addCommon(json, subnet.projectId, subnet.created, subnet.created);
    return json;
}

QJsonObject neutronPort(const Port &port)
{
    QJsonArray addresses;
    if (!port.address.isEmpty())
        addresses.append(QJsonObject{{"subnet_id", port.subnetId}, {"ip_address", port.address}});
    QJsonObject json{{"id", port.id},
                     {"name", port.name},
                     {"description", ""},
                     {"network_id", port.networkId},
                     {"device_id", port.deviceId},
                     {"device_owner", port.deviceOwner},
                     {"mac_address", port.mac},
                     {"fixed_ips", addresses},
                     {"security_groups", QJsonArray::fromStringList(port.securityGroups)},
                     {"status", port.deviceId.isEmpty() ? "DOWN" : "ACTIVE"},
                     {"admin_state_up", true},
                     {"allowed_address_pairs", QJsonArray()},
                     {"extra_dhcp_opts", QJsonArray()},
                     {"port_security_enabled", true},
                     {"binding:vnic_type", "normal"}};
    addCommon(json, port.projectId, port.created, port.created);
    return json;
}

QJsonObject neutronFloatingIp(const State &state, const FloatingIp &floatingIp)
{
    const auto *port = find(state.ports, floatingIp.portId);
    QJsonObject json{{"id", floatingIp.id},
                     {"description", floatingIp.description},
                     {"floating_network_id", floatingIp.networkId},
                     {"floating_ip_address", floatingIp.address},
                     {"fixed_ip_address", textOrNull(port ? port->address : QString())},
                     {"port_id", textOrNull(floatingIp.portId)},
                     {"router_id", QJsonValue::Null},
                     {"port_details", QJsonValue::Null},
                     {"dns_domain", ""},
                     {"dns_name", ""},
                     {"status", port ? "ACTIVE" : "DOWN"}};
    addCommon(json, floatingIp.projectId, floatingIp.created, floatingIp.created);
    return json;
}

QJsonObject neutronRule(const SecurityGroup &group, const SecurityGroupRule &rule)
{
    QJsonObject json{{"id", rule.id},
                     {"security_group_id", group.id},
                     {"direction", rule.direction},
                     {"ethertype", rule.etherType},
                     {"protocol", textOrNull(rule.protocol)},
                     {"port_range_min", rule.portMin < 0 ? QJsonValue() : QJsonValue(rule.portMin)},
                     {"port_range_max", rule.portMax < 0 ? QJsonValue() : QJsonValue(rule.portMax)},
                     {"remote_ip_prefix", textOrNull(rule.remotePrefix)},
                     {"normalized_cidr", textOrNull(rule.remotePrefix)},
                     {"remote_group_id", textOrNull(rule.remoteGroupId)},
                     {"remote_address_group_id", QJsonValue::Null},
                     {"description", rule.description}};
    addCommon(json, group.projectId, rule.created, rule.created);
    json.remove("tags"); // only inside its group
    return json;
}

QJsonObject neutronGroup(const SecurityGroup &group)
{
    QJsonArray rules;
    for (const auto &rule : group.rules) {
        auto inGroup = neutronRule(group, rule);
        inGroup.insert("standard_attr_id", 1);
        inGroup.insert("tags", QJsonArray());
        rules.append(inGroup);
    }
    QJsonObject json{{"id", group.id},   {"name", group.name}, {"description", group.description},
                     {"stateful", true}, {"shared", false},    {"security_group_rules", rules}};
    addCommon(json, group.projectId, group.created, group.updated);
    return json;
}

} // namespace imagebuilder::simcloud
