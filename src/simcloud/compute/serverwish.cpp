// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/serverwish.h"

#include "simcloud/compute/bootvolume.h"
#include "simcloud/compute/usage.h"
#include "simcloud/image/glanceimage.h"
#include "simcloud/sim/errors.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

constexpr qsizetype mostUserData = 65535; // in base64

std::unexpected<Response> refused(int status, const QString &message)
{
    return std::unexpected(novaError(status, message));
}

/// References may be ids or whole URLs.
QString lastElement(const QJsonValue &reference)
{
    return reference.toString().section(u'/', -1);
}

std::expected<void, Response> takeFlavorAndImage(Context &context, const QJsonObject &wish, Server &server)
{
    const auto *flavor = find(context.state.flavors, lastElement(wish.value("flavorRef")));
    if (!flavor)
        return refused(400, QStringLiteral("Flavor %1 could not be found.").arg(wish.value("flavorRef").toString()));
    server.flavorId = flavor->id;
    const auto overQuotaWhy = overQuota(context.state, context.caller.projectId, *flavor);
    const auto devices = wish.value("block_device_mapping_v2").toArray();
    // The public client names the image's local disk here, too.
    if (devices.first().toObject().value("destination_type").toString() == u"volume") {
        auto taken = takeBootVolume(context, devices, server);
        return taken && !overQuotaWhy.isEmpty() ? refused(403, overQuotaWhy) : std::move(taken);
    }
    const auto *image = find(context.state.images, lastElement(wish.value("imageRef")));
    if (!image || !maySee(context.caller, *image))
        return refused(400, QStringLiteral("Image %1 could not be found.").arg(wish.value("imageRef").toString()));
    if (image->status != QStringLiteral("active"))
        return refused(400, QStringLiteral("Image %1 is not active.").arg(image->id));
    if (flavor->ram < image->minRam)
        return refused(400, QStringLiteral("Flavor's memory is too small for requested image."));
    if (flavor->disk == 0) // os_compute_api:servers:create:zero_disk_flavor is an administrator's
        return refused(403, QStringLiteral("Only volume-backed servers are allowed for flavors with zero disk."));
    constexpr qint64 gibibyte = 1024LL * 1024 * 1024;
    if (flavor->disk < image->minDisk)
        return refused(
            400, QStringLiteral(
                     "Flavor's disk is too small for requested image. Flavor disk is %1 bytes, image is %2 bytes.")
                     .arg(flavor->disk * gibibyte)
                     .arg(image->minDisk * gibibyte));
    if (!overQuotaWhy.isEmpty())
        return refused(403, overQuotaWhy);
    server.imageId = image->id;
    return {};
}

std::expected<void, Response> takeZone(Context &, const QJsonObject &wish, Server &server)
{
    const auto zone = wish.value("availability_zone").toString();
    if (!zone.isEmpty() && !zoneNames().contains(zone))
        return refused(400, QStringLiteral("The requested availability zone is not available"));
    server.zone = zone.isEmpty() ? server.zone : zone;
    return {};
}

std::expected<void, Response> takeNetworks(Context &context, const QJsonObject &wish, Server &server)
{
    if (!wish.contains("networks") && context.microversion >= 37)
        return refused(400,
                       QStringLiteral("Invalid input for field/attribute server. 'networks' is a required property"));
    const auto &networks = context.state.networks;
    if (const auto listed = wish.value("networks"); listed.isArray()) {
        for (const auto &entry : listed.toArray()) {
            const auto id = entry.toObject().value("uuid").toString();
            const auto *network = find(networks, id);
            if (!network || !(network->shared || network->projectId == context.caller.projectId))
                return refused(400, QStringLiteral("Network %1 could not be found.").arg(id));
            server.networks.append(id);
        }
    } else if (listed.toString() != QStringLiteral("none")) {
        for (const auto &network : networks)
            if (server.networks.isEmpty() && (network.shared || network.projectId == context.caller.projectId))
                server.networks.append(network.id);
    }
    return {};
}

std::expected<void, Response> takeGroups(Context &context, const QJsonObject &wish, Server &server)
{
    auto names = wish.value("security_groups").toArray();
    if (names.isEmpty())
        names.append(QJsonObject{{"name", "default"}});
    for (const auto &entry : std::as_const(names)) {
        const auto name = entry.toObject().value("name").toString();
        QStringList found;
        for (const auto &group : std::as_const(context.state.securityGroups))
            if (group.projectId == context.caller.projectId && (group.name == name || group.id == name))
                found.append(group.id);
        if (found.isEmpty())
            return refused(400, QStringLiteral("Unable to find security_group with name or id '%1'").arg(name));
        if (found.size() > 1)
            return refused(
                409, QStringLiteral("Multiple security_groups found matching '%1'. Use an ID to be more specific.")
                         .arg(name));
        server.securityGroups += found;
    }
    return {};
}

std::expected<void, Response> takeKeyAndData(Context &context, const QJsonObject &wish, Server &server)
{
    if (const auto name = wish.value("key_name").toString(); !name.isEmpty()) {
        for (const auto &key : std::as_const(context.state.keyPairs))
            if (key.userId == context.caller.userId && key.name == name)
                server.publicKey = key.publicKey;
        if (server.publicKey.isEmpty())
            return refused(400, QStringLiteral("Invalid key_name provided."));
        server.keyName = name;
    }
    const auto data = wish.value("user_data").toString().toLatin1();
    const auto decoded = QByteArray::fromBase64Encoding(data, QByteArray::AbortOnBase64DecodingErrors);
    if (data.size() > mostUserData || !decoded)
        return refused(400, QStringLiteral("Invalid input for field/attribute user_data."));
    server.userData = *decoded;
    const auto metadata = wish.value("metadata").toObject();
    for (auto item = metadata.begin(); item != metadata.end(); ++item) {
        if (!item.value().isString() || item.value().toString().size() > 255 || item.key().size() > 255)
            return refused(400, QStringLiteral("Invalid input for field/attribute %1.").arg(item.key()));
        server.metadata.insert(item.key(), item.value().toString());
    }
    return {};
}

} // namespace

std::expected<Server, Response> wishedServer(Context &context)
{
    const auto wish = context.body.value("server").toObject();
    const auto name = wish.value("name").toString();
    if (name.trimmed().isEmpty() || name.size() > 255)
        return refused(400, QStringLiteral("Invalid input for field/attribute name. Value: %1.").arg(name));
    Server server{.id = newId(),
                  .name = name,
                  .projectId = context.caller.projectId,
                  .userId = context.caller.userId,
                  .created = now(),
                  .updated = now()};
    server.configDrive = wish.value("config_drive").toVariant().toBool();
    for (auto *take : {takeZone, takeNetworks, takeKeyAndData, takeGroups, takeFlavorAndImage})
        if (auto taken = take(context, wish, server); !taken)
            return std::unexpected(std::move(taken).error());
    return server;
}

} // namespace imagebuilder::simcloud
