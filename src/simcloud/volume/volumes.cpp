// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/glanceimage.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"
#include "simcloud/volume/cinder.h"
#include "simcloud/volume/volumelife.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

std::optional<Response> overVolumeQuota(const State &state, const QString &projectId, int size)
{
    const auto *project = find(state.projects, projectId);
    const auto quota = project ? project->quota : defaultQuota();
    const auto usage = volumeUsage(state, projectId);
    const auto volumes = quota.value("volumes", -1);
    const auto gigabytes = quota.value("gigabytes", -1);
    if (gigabytes >= 0 && usage.gigabytes + size > gigabytes)
        return novaError(413, QStringLiteral("VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds "
                                             "allowed gigabytes quota. Requested %1G, quota is %2G and %3G has been "
                                             "consumed.")
                                  .arg(size)
                                  .arg(gigabytes)
                                  .arg(usage.gigabytes));
    if (volumes >= 0 && usage.volumes + 1 > volumes)
        return novaError(413, QStringLiteral("VolumeLimitExceeded: Maximum number of volumes allowed (%1) exceeded for "
                                             "quota 'volumes'.")
                                  .arg(volumes));
    return std::nullopt;
}

/// The properties that Cinder keeps of an image; the fields of its own are none of them.
void takeImage(Volume &volume, const Image &image)
{
    volume.imageId = image.id;
    volume.imageMetadata = image.properties;
}

} // namespace

QJsonObject cinderVolume(const State &state, const Volume &volume)
{
    QJsonObject metadata;
    for (const auto &[key, value] : volume.metadata.asKeyValueRange())
        metadata.insert(key, value);
    QJsonObject imageMetadata{{"image_id", volume.imageId}};
    for (const auto &[key, value] : volume.imageMetadata.asKeyValueRange())
        imageMetadata.insert(key, value);
    QJsonArray attachments;
    if (find(state.servers, volume.serverId))
        attachments.append(QJsonObject{
            {"id", volume.id}, {"volume_id", volume.id}, {"server_id", volume.serverId}, {"device", "/dev/vda"}});
    return {{"id", volume.id},
            {"name", volume.name},
            {"description", QJsonValue::Null},
            {"status", volume.status},
            {"size", volume.size},
            {"volume_type", volume.type},
            {"availability_zone", volume.zone},
            {"bootable", volume.imageId.isEmpty() ? "false" : "true"},
            {"encrypted", false},
            {"multiattach", false},
            {"replication_status", QJsonValue::Null},
            {"consistencygroup_id", QJsonValue::Null},
            {"snapshot_id", QJsonValue::Null},
            {"source_volid", QJsonValue::Null},
            {"user_id", volume.userId},
            {"os-vol-tenant-attr:tenant_id", volume.projectId},
            {"metadata", metadata},
            {"volume_image_metadata", imageMetadata},
            {"attachments", attachments},
            {"links", QJsonArray()},
            {"created_at", volume.created.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.000000"))},
            {"updated_at", QJsonValue::Null}};
}

Volume *volumeOf(Context &context)
{
    auto *volume = find(context.state.volumes, context.captures.value(1));
    return volume && (context.caller.isAdmin() || volume->projectId == context.caller.projectId) ? volume : nullptr;
}

Response noSuchVolume(const Context &context)
{
    return novaError(404, QStringLiteral("Volume %1 could not be found.").arg(context.captures.value(1)));
}

Response invalidVolume(const QString &reason)
{
    return novaError(400, QStringLiteral("Invalid volume: %1").arg(reason));
}

const QStringList &volumeZones()
{
    static const QStringList names{QStringLiteral("nova"), QStringLiteral("zone-b")};
    return names;
}

VolumeUsage volumeUsage(const State &state, const QString &projectId)
{
    VolumeUsage usage;
    for (const auto &volume : state.volumes)
        if (volume.projectId == projectId) {
            ++usage.volumes;
            usage.gigabytes += volume.size;
        }
    return usage;
}

Response createVolume(Context &context)
{
    const auto wish = context.body.value("volume").toObject();
    Volume volume{.id = newId(),
                  .name = wish.value("name").toString(),
                  .projectId = context.caller.projectId,
                  .userId = context.caller.userId,
                  .size = wish.value("size").toInt(),
                  .type = wish.value("volume_type").toString(context.state.volumeTypes.first()),
                  .created = now()};
    if (volume.size < 1)
        return novaError(400, QStringLiteral("Invalid input received: Volume size '%1' must be an integer and greater "
                                             "than 0")
                                  .arg(volume.size));
    if (!context.state.volumeTypes.contains(volume.type))
        return novaError(404, QStringLiteral("Volume type with name %1 could not be found.").arg(volume.type));
    if (const auto zone = wish.value("availability_zone").toString(); !zone.isEmpty()) {
        if (!volumeZones().contains(zone))
            return novaError(400,
                             QStringLiteral("Invalid input received: Availability zone '%1' is invalid.").arg(zone));
        volume.zone = zone;
    }
    if (const auto imageId = wish.value("imageRef").toString(); !imageId.isEmpty()) {
        const auto *image = find(context.state.images, imageId);
        if (!image || !maySee(context.caller, *image))
            return novaError(400, QStringLiteral("Invalid image identifier or unable to access requested image."));
        if (image->status != u"active")
            return novaError(400, QStringLiteral("Invalid input received: Image %1 is not active.").arg(imageId));
        if (volume.size < image->minDisk)
            return novaError(400, QStringLiteral("Invalid input received: Volume size %1GB cannot be smaller than the "
                                                 "image minDisk size %2GB.")
                                      .arg(volume.size)
                                      .arg(image->minDisk));
        takeImage(volume, *image);
    }
    if (auto refusal = overVolumeQuota(context.state, volume.projectId, volume.size))
        return std::move(*refusal);
    const auto metadata = wish.value("metadata").toObject();
    for (auto item = metadata.begin(); item != metadata.end(); ++item)
        volume.metadata.insert(item.key(), item.value().toString());
    context.state.volumes.append(volume);
    beginVolume(context.cloud, volume.id);
    return Response::json({{"volume", cinderVolume(context.state, volume)}}, 202);
}

Response deleteVolume(Context &context)
{
    auto *volume = volumeOf(context);
    if (!volume)
        return noSuchVolume(context);
    if (volume->status != u"available" && !volume->status.startsWith(u"error"))
        return invalidVolume(QStringLiteral(
            "Volume status must be available or error or error_restoring or error_extending or error_managing and must "
            "not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated "
            "from snapshots after volume transfer."));
    beginVolumeDelete(context.cloud, *volume);
    return Response::empty(202);
}

} // namespace imagebuilder::simcloud
