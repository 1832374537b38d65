// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/state/state.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

QJsonObject textMap(const QMap<QString, QString> &map)
{
    QJsonObject object;
    for (const auto &[key, value] : map.asKeyValueRange())
        object.insert(key, value);
    return object;
}

QJsonObject numberMap(const QMap<QString, qint64> &map)
{
    QJsonObject object;
    for (const auto &[key, value] : map.asKeyValueRange())
        object.insert(key, value);
    return object;
}

template <typename T, typename Write> QJsonArray list(const QList<T> &elements, Write write)
{
    QJsonArray array;
    for (const auto &element : elements)
        array.append(write(element));
    return array;
}

QJsonObject imageJson(const Image &image)
{
    return {{"id", image.id},
            {"region", image.region},
            {"name", image.name},
            {"owner", image.owner},
            {"status", image.status},
            {"visibility", image.visibility},
            {"disk_format", image.diskFormat},
            {"container_format", image.containerFormat},
            {"size", image.size},
            {"checksum", image.checksum},
            {"os_hash_value", image.sha512},
            {"min_disk", image.minDisk},
            {"min_ram", image.minRam},
            {"protected", image.isProtected},
            {"os_hidden", image.hidden},
            {"tags", QJsonArray::fromStringList(image.tags)},
            {"properties", textMap(image.properties)},
            {"members", textMap(image.members)},
            {"created_at", timeText(image.created)},
            {"updated_at", timeText(image.updated)},
            {"bytes_written", image.bytesWritten},
            {"bytes_read", image.bytesRead},
            {"uploads", image.uploads},
            {"downloads", image.downloads}};
}

QJsonObject serverJson(const Server &server)
{
    return {{"id", server.id},
            {"name", server.name},
            {"project", server.projectId},
            {"user", server.userId},
            {"status", server.status},
            {"task_state", server.taskState},
            {"image", server.imageId},
            {"flavor", server.flavorId},
            {"zone", server.zone},
            {"key_name", server.keyName},
            {"config_drive", server.configDrive},
            {"user_data", QString::fromUtf8(server.userData)},
            {"metadata", textMap(server.metadata)},
            {"security_groups", QJsonArray::fromStringList(server.securityGroups)},
            {"fault", server.fault},
            {"created", timeText(server.created)},
            {"console_bytes", server.console.size()}};
}

QJsonObject ruleJson(const SecurityGroupRule &rule)
{
    return {{"id", rule.id},
            {"direction", rule.direction},
            {"ethertype", rule.etherType},
            {"protocol", rule.protocol},
            {"port_range_min", rule.portMin},
            {"port_range_max", rule.portMax},
            {"remote_ip_prefix", rule.remotePrefix},
            {"remote_group_id", rule.remoteGroupId}};
}

QJsonObject groupJson(const SecurityGroup &group)
{
    return {{"id", group.id},
            {"name", group.name},
            {"description", group.description},
            {"project", group.projectId},
            {"rules", list(group.rules, ruleJson)}};
}

QJsonObject userJson(const User &user)
{
    QJsonObject roles;
    for (const auto &[project, names] : user.roles.asKeyValueRange())
        roles.insert(project, QJsonArray::fromStringList(names));
    return {{"id", user.id}, {"name", user.name}, {"roles", roles}};
}

} // namespace

QJsonObject toJson(const State &state)
{
    return {
        {"projects", list(state.projects,
                          [](const Project &project) {
                              return QJsonObject{
                                  {"id", project.id}, {"name", project.name}, {"quota", numberMap(project.quota)}};
                          })},
        {"users", list(state.users, userJson)},
        {"images", list(state.images, imageJson)},
        {"flavors", list(state.flavors,
                         [](const Flavor &flavor) {
                             return QJsonObject{{"id", flavor.id},
                                                {"name", flavor.name},
                                                {"vcpus", flavor.vcpus},
                                                {"ram", flavor.ram},
                                                {"disk", flavor.disk}};
                         })},
        {"keypairs", list(state.keyPairs,
                          [](const KeyPair &key) {
                              return QJsonObject{{"name", key.name},
                                                 {"user", key.userId},
                                                 {"type", key.type},
                                                 {"fingerprint", key.fingerprint},
                                                 {"public_key", key.publicKey}};
                          })},
        {"servers", list(state.servers, serverJson)},
        {"networks", list(state.networks,
                          [](const Network &network) {
                              return QJsonObject{{"id", network.id},
                                                 {"name", network.name},
                                                 {"project", network.projectId},
                                                 {"shared", network.shared}};
                          })},
        {"subnets", list(state.subnets,
                         [](const Subnet &subnet) {
                             return QJsonObject{{"id", subnet.id},
                                                {"name", subnet.name},
                                                {"cidr", subnet.cidr},
                                                {"network", subnet.networkId},
                                                {"gateway_ip", subnet.gateway},
                                                {"ip_version", subnet.ipVersion}};
                         })},
        {"security_groups", list(state.securityGroups, groupJson)},
        {"ports", list(state.ports,
                       [](const Port &port) {
                           return QJsonObject{{"id", port.id},
                                              {"project", port.projectId},
                                              {"network", port.networkId},
                                              {"device_id", port.deviceId},
                                              {"address", port.address},
                                              {"mac_address", port.mac},
                                              {"security_groups", QJsonArray::fromStringList(port.securityGroups)}};
                       })},
        {"volumes", list(state.volumes,
                         [](const Volume &volume) {
                             return QJsonObject{{"id", volume.id},
                                                {"name", volume.name},
                                                {"project", volume.projectId},
                                                {"status", volume.status},
                                                {"size", volume.size},
                                                {"type", volume.type},
                                                {"zone", volume.zone},
                                                {"image", volume.imageId},
                                                {"server", volume.serverId},
                                                {"metadata", textMap(volume.metadata)}};
                         })},
        {"floating_ips", list(state.floatingIps,
                              [](const FloatingIp &floatingIp) {
                                  return QJsonObject{{"id", floatingIp.id},
                                                     {"project", floatingIp.projectId},
                                                     {"address", floatingIp.address},
                                                     {"port", floatingIp.portId},
                                                     {"description", floatingIp.description}};
                              })},
        {"ssh_user", state.sshUser},
        {"ssh_port", state.sshPort},
        {"counters", QJsonObject{{"requests", numberMap(state.requestCounts)},
                                 {"image_bytes_written", state.imageBytesWritten},
                                 {"image_bytes_read", state.imageBytesRead},
                                 {"tokens", state.tokens.size()}}},
    };
}

} // namespace imagebuilder::simcloud
