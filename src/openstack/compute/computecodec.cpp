// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/compute/computecodec.h"

#include "base/json.h"

#include <QtCore/QUrl>

namespace imagebuilder::openstack {

namespace {

/// In base64; Nova's column holds no more.
constexpr qsizetype longestUserData = 65'535;

QStringList parseAddresses(const QJsonObject &networks)
{
    QStringList addresses;
    for (const auto &network : networks) {
        for (const auto &entry : network.toArray())
            addresses << entry.toObject().value(QStringLiteral("addr")).toString();
    }
    addresses.removeAll(QString());
    return addresses;
}

} // namespace

Result<Flavor> parseFlavor(const QJsonObject &object)
{
    const JsonReader flavor(object, QStringLiteral("a flavor"));
    Flavor parsed;
    IB_TRY(parsed.id, flavor.string(QStringLiteral("id")));
    IB_TRY(parsed.name, flavor.string(QStringLiteral("name")));
    parsed.vcpus = int(flavor.integerOr(QStringLiteral("vcpus")));
    parsed.ramMiB = int(flavor.integerOr(QStringLiteral("ram")));
    parsed.diskGiB = int(flavor.integerOr(QStringLiteral("disk")));
    parsed.disabled = flavor.boolOr(QStringLiteral("OS-FLV-DISABLED:disabled"));
    return parsed;
}

Result<Server> parseServer(const QJsonObject &object)
{
    const JsonReader server(object, QStringLiteral("a server"));
    Server parsed;
    IB_TRY(parsed.id, server.string(QStringLiteral("id")));
    IB_TRY(parsed.status, server.string(QStringLiteral("status")));
    parsed.name = server.stringOr(QStringLiteral("name"));
    parsed.taskState = server.stringOr(QStringLiteral("OS-EXT-STS:task_state"));
    parsed.fault = server.objectOr(QStringLiteral("fault")).value(QStringLiteral("message")).toString();
    // An empty text instead of an object where it boots from a volume.
    parsed.imageId = server.objectOr(QStringLiteral("image")).value(QStringLiteral("id")).toString();
    parsed.addresses = parseAddresses(server.objectOr(QStringLiteral("addresses")));
    const auto metadata = server.objectOr(QStringLiteral("metadata"));
    for (auto entry = metadata.begin(); entry != metadata.end(); ++entry)
        parsed.metadata.insert(entry.key(), entry.value().toString());
    parsed.created = server.timeOr(QStringLiteral("created"));
    return parsed;
}

Result<QStringList> parseZones(const QByteArray &body)
{
    IB_TRY(const auto answer, parseJsonObject(body, QStringLiteral("Nova's availability zones")));
    QStringList names;
    for (const auto &entry : answer.value(QStringLiteral("availabilityZoneInfo")).toArray())
        if (entry[u"zoneState"][u"available"].toBool())
            names << entry[u"zoneName"].toString();
    return names;
}

Result<KeyPair> parseKeyPair(const QJsonObject &object)
{
    IB_TRY(const auto pair, JsonReader(object, QStringLiteral("a key pair")).object(QStringLiteral("keypair")));
    KeyPair parsed;
    IB_TRY(parsed.name, pair.string(QStringLiteral("name")));
    parsed.fingerprint = pair.stringOr(QStringLiteral("fingerprint"));
    parsed.publicKey = pair.stringOr(QStringLiteral("public_key")).trimmed();
    return parsed;
}

Result<ComputeLimits> parseLimits(const QByteArray &body)
{
    const auto what = QStringLiteral("Nova's limits");
    IB_TRY(auto answer, parseJsonObject(body, what));
    IB_TRY(const auto limits, JsonReader(std::move(answer), what).object(QStringLiteral("limits")));
    IB_TRY(const auto absolute, limits.object(QStringLiteral("absolute")));
    return ComputeLimits{.maxInstances = int(absolute.integerOr(QStringLiteral("maxTotalInstances"), -1)),
                         .usedInstances = int(absolute.integerOr(QStringLiteral("totalInstancesUsed"))),
                         .maxCores = int(absolute.integerOr(QStringLiteral("maxTotalCores"), -1)),
                         .usedCores = int(absolute.integerOr(QStringLiteral("totalCoresUsed"))),
                         .maxRamMiB = int(absolute.integerOr(QStringLiteral("maxTotalRAMSize"), -1)),
                         .usedRamMiB = int(absolute.integerOr(QStringLiteral("totalRAMUsed"))),
                         .maxKeyPairs = int(absolute.integerOr(QStringLiteral("maxTotalKeypairs"), -1))};
}

Result<ComputeLimits> parseQuotaSet(const QByteArray &body)
{
    const auto what = QStringLiteral("Nova's quota set");
    IB_TRY(auto answer, parseJsonObject(body, what));
    IB_TRY(const auto set, JsonReader(std::move(answer), what).object(QStringLiteral("quota_set")));
    const auto most = [&set](const QString &name) {
        return set.objectOr(name).value(QStringLiteral("limit")).toInt(-1);
    };
    const auto used = [&set](const QString &name) {
        return set.objectOr(name).value(QStringLiteral("in_use")).toInt();
    };
    return ComputeLimits{.maxInstances = most(QStringLiteral("instances")),
                         .usedInstances = used(QStringLiteral("instances")),
                         .maxCores = most(QStringLiteral("cores")),
                         .usedCores = used(QStringLiteral("cores")),
                         .maxRamMiB = most(QStringLiteral("ram")),
                         .usedRamMiB = used(QStringLiteral("ram")),
                         .maxKeyPairs = most(QStringLiteral("key_pairs"))};
}

Result<QString> parseSnapshotId(const QByteArray &body, const QByteArray &location)
{
    if (!body.trimmed().isEmpty()) {
        IB_TRY(const auto answer, parseJsonObject(body, QStringLiteral("Nova's answer to createImage")));
        if (auto id = answer.value(QStringLiteral("image_id")).toString(); !id.isEmpty())
            return id;
    }
    // Its path is `/images/ID` below Glance's root, without a version; only the end can be trusted.
    auto id = QUrl(QString::fromUtf8(location)).path().section(u'/', -1, -1, QString::SectionSkipEmpty);
    if (id.isEmpty())
        return failure(ErrorKind::Protocol,
                       QStringLiteral("Nova took the snapshot but told no image id, neither in body nor in Location"));
    return id;
}

Result<QJsonObject> serverBody(const ServerRequest &request)
{
    const auto userData = QString::fromLatin1(request.userData.toBase64());
    if (userData.size() > longestUserData)
        return failure(ErrorKind::Config, QStringLiteral("the user-data takes %1 bytes in base64, but Nova takes %2 at "
                                                         "most; shorten it, or fetch its larger part in the VM")
                                              .arg(userData.size())
                                              .arg(longestUserData));
    if (request.networkId.isEmpty())
        return failure(ErrorKind::Config, QStringLiteral("no network was chosen for server \"%1\"").arg(request.name));
    QJsonObject server{{"name", request.name},
                       {"imageRef", request.imageId},
                       {"flavorRef", request.flavorId},
                       {"networks", QJsonArray{QJsonObject{{"uuid", request.networkId}}}},
                       {"metadata", metadataObject(request.metadata)},
                       {"config_drive", true}};
    if (!request.volumeId.isEmpty()) {
        server.insert(QStringLiteral("imageRef"), QString());
        server.insert(QStringLiteral("block_device_mapping_v2"),
                      QJsonArray{QJsonObject{{"boot_index", 0},
                                             {"uuid", request.volumeId},
                                             {"source_type", "volume"},
                                             {"destination_type", "volume"},
                                             {"delete_on_termination", false}}});
    }
    if (!request.availabilityZone.isEmpty())
        server.insert(QStringLiteral("availability_zone"), request.availabilityZone);
    if (!request.keyName.isEmpty())
        server.insert(QStringLiteral("key_name"), request.keyName);
    if (!request.securityGroup.isEmpty())
        server.insert(QStringLiteral("security_groups"), QJsonArray{QJsonObject{{"name", request.securityGroup}}});
    if (!userData.isEmpty())
        server.insert(QStringLiteral("user_data"), userData);
    return QJsonObject{{"server", server}};
}

QJsonObject metadataObject(const Properties &properties)
{
    QJsonObject object;
    for (auto property = properties.begin(); property != properties.end(); ++property)
        object.insert(property.key(), property.value());
    return object;
}

} // namespace imagebuilder::openstack
