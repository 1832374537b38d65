// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/volume/volumecodec.h"

#include "base/json.h"
#include "openstack/compute/computecodec.h"

namespace imagebuilder::openstack {

Result<Volume> parseVolume(const QJsonObject &object)
{
    const JsonReader volume(object, QStringLiteral("a volume"));
    Volume parsed;
    IB_TRY(parsed.id, volume.string(QStringLiteral("id")));
    IB_TRY(parsed.status, volume.string(QStringLiteral("status")));
    parsed.name = volume.stringOr(QStringLiteral("name"));
    parsed.sizeGiB = int(volume.integerOr(QStringLiteral("size")));
    parsed.type = volume.stringOr(QStringLiteral("volume_type"));
    const auto metadata = volume.objectOr(QStringLiteral("metadata"));
    for (auto entry = metadata.begin(); entry != metadata.end(); ++entry)
        parsed.metadata.insert(entry.key(), entry.value().toString());
    parsed.created = volume.timeOr(QStringLiteral("created_at"));
    return parsed;
}

Result<VolumeLimits> parseVolumeLimits(const QByteArray &body)
{
    const auto what = QStringLiteral("Cinder's limits");
    IB_TRY(auto answer, parseJsonObject(body, what));
    IB_TRY(const auto limits, JsonReader(std::move(answer), what).object(QStringLiteral("limits")));
    IB_TRY(const auto absolute, limits.object(QStringLiteral("absolute")));
    return VolumeLimits{.maxVolumes = int(absolute.integerOr(QStringLiteral("maxTotalVolumes"), -1)),
                        .usedVolumes = int(absolute.integerOr(QStringLiteral("totalVolumesUsed"))),
                        .maxGiB = int(absolute.integerOr(QStringLiteral("maxTotalVolumeGigabytes"), -1)),
                        .usedGiB = int(absolute.integerOr(QStringLiteral("totalGigabytesUsed")))};
}

Result<QString> parseUploadedImage(const QByteArray &body)
{
    const auto what = QStringLiteral("Cinder's answer to an upload");
    IB_TRY(auto answer, parseJsonObject(body, what));
    IB_TRY(const auto upload, JsonReader(std::move(answer), what).object(QStringLiteral("os-volume_upload_image")));
    return upload.string(QStringLiteral("image_id"));
}

QJsonObject volumeBody(const VolumeRequest &request)
{
    QJsonObject volume{{"name", request.name},
                       {"size", request.sizeGiB},
                       {"imageRef", request.imageId},
                       {"metadata", metadataObject(request.metadata)}};
    if (!request.type.isEmpty())
        volume.insert(QStringLiteral("volume_type"), request.type);
    if (!request.availabilityZone.isEmpty())
        volume.insert(QStringLiteral("availability_zone"), request.availabilityZone);
    return {{QStringLiteral("volume"), volume}};
}

} // namespace imagebuilder::openstack
