// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/serverjson.h"

#include "simcloud/compute/paging.h"

namespace imagebuilder::simcloud {

namespace {

QJsonObject addressesJson(const State &state, const Server &server)
{
    QJsonObject addresses;
    for (const auto &port : state.ports) {
        const auto *network = find(state.networks, port.networkId);
        if (port.deviceId != server.id || !network || port.address.isEmpty())
            continue;
        auto list = addresses.value(network->name).toArray();
        list.append(QJsonObject{{"version", port.address.contains(u':') ? 6 : 4},
                                {"addr", port.address},
                                {"OS-EXT-IPS:type", "fixed"},
                                {"OS-EXT-IPS-MAC:mac_addr", port.mac}});
        for (const auto &floatingIp : state.floatingIps)
            if (floatingIp.portId == port.id)
                list.append(QJsonObject{{"version", 4},
                                        {"addr", floatingIp.address},
                                        {"OS-EXT-IPS:type", "floating"},
                                        {"OS-EXT-IPS-MAC:mac_addr", port.mac}});
        addresses.insert(network->name, list);
    }
    return addresses;
}

QJsonObject flavorJson(const Context &context, const Server &server)
{
    if (context.microversion < 47)
        return {{"id", server.flavorId}, {"links", novaLinks(context, QStringLiteral("flavors"), server.flavorId)}};
    const auto *flavor = find(context.state.flavors, server.flavorId);
    const auto shown = flavor ? *flavor : Flavor{.id = {}, .name = {}};
    return {{"original_name", shown.name}, {"vcpus", shown.vcpus}, {"ram", shown.ram},
            {"disk", shown.disk},          {"ephemeral", 0},       {"swap", 0},
            {"extra_specs", QJsonObject()}};
}

QString vmState(const Server &server)
{
    static const QMap<QString, QString> states = {{"BUILD", "building"},
                                                  {"ACTIVE", "active"},
                                                  {"SHUTOFF", "stopped"},
                                                  {"ERROR", "error"},
                                                  {"DELETED", "deleted"}};
    return states.value(server.status, server.status.toLower());
}

QJsonObject stateJson(const Server &server)
{
    const int powerState = server.status == QStringLiteral("ACTIVE")    ? 1
                           : server.status == QStringLiteral("SHUTOFF") ? 4
                                                                        : 0;
    return {{"status", server.status},
            {"OS-EXT-STS:task_state", server.taskState.isEmpty() ? QJsonValue() : QJsonValue(server.taskState)},
            {"OS-EXT-STS:vm_state", vmState(server)},
            {"OS-EXT-STS:power_state", powerState},
            {"OS-SRV-USG:launched_at", server.everLaunched ? QJsonValue(timeText(server.launched)) : QJsonValue()},
            {"OS-SRV-USG:terminated_at", QJsonValue::Null},
            {"progress", 0}}; // libvirt's driver tells none
}

void addByVersion(QJsonObject &object, const Server &server, int microversion)
{
    if (microversion >= 9)
        object.insert("locked", false);
    if (microversion >= 19)
        object.insert("description", QJsonValue::Null);
    if (microversion >= 26)
        object.insert("tags", QJsonArray());
    if (microversion >= 63)
        object.insert("trusted_image_certificates", QJsonValue::Null);
    if (microversion >= 73)
        object.insert("locked_reason", QJsonValue::Null);
    if (microversion >= 90)
        object.insert("OS-EXT-SRV-ATTR:hostname", server.name.toLower());
}

} // namespace

QJsonObject briefServer(const Context &context, const Server &server)
{
    return {
        {"id", server.id}, {"name", server.name}, {"links", novaLinks(context, QStringLiteral("servers"), server.id)}};
}

QJsonObject fullServer(const Context &context, const Server &server)
{
    auto object = briefServer(context, server);
    const auto state = stateJson(server);
    for (auto field = state.begin(); field != state.end(); ++field)
        object.insert(field.key(), field.value());
    QJsonObject metadata;
    for (const auto &[key, value] : server.metadata.asKeyValueRange())
        metadata.insert(key, value);
    QJsonArray groups;
    for (const auto &id : server.securityGroups)
        if (const auto *group = find(context.state.securityGroups, id))
            groups.append(QJsonObject{{"name", group->name}});
    object.insert("tenant_id", server.projectId);
    object.insert("user_id", server.userId);
    object.insert("metadata", metadata);
    object.insert("hostId", server.everLaunched ? QString(server.projectId + server.projectId.left(24)) : QString());
    const QJsonObject image{{"id", server.imageId},
                            {"links", novaLinks(context, QStringLiteral("images"), server.imageId)}};
    object.insert("image", server.imageId.isEmpty() ? QJsonValue("") : QJsonValue(image));
    object.insert("flavor", flavorJson(context, server));
    object.insert("created", timeText(server.created));
    object.insert("updated", timeText(server.updated));
    object.insert("addresses", addressesJson(context.state, server));
    object.insert("accessIPv4", "");
    object.insert("accessIPv6", "");
    object.insert("OS-DCF:diskConfig", "MANUAL");
    object.insert("OS-EXT-AZ:availability_zone", server.zone);
    object.insert("config_drive", server.configDrive ? "True" : "");
    object.insert("key_name", server.keyName.isEmpty() ? QJsonValue() : QJsonValue(server.keyName));
    object.insert("security_groups", groups);
    QJsonArray volumes;
    if (!server.volumeId.isEmpty())
        volumes.append(QJsonObject{{"id", server.volumeId}, {"delete_on_termination", server.takesVolumeAlong}});
    object.insert("os-extended-volumes:volumes_attached", volumes);
    if (!server.fault.isEmpty())
        object.insert("fault",
                      QJsonObject{{"code", 500}, {"created", timeText(server.updated)}, {"message", server.fault}});
    addByVersion(object, server, context.microversion);
    return object;
}

} // namespace imagebuilder::simcloud
