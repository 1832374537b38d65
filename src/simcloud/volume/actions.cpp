// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"
#include "simcloud/volume/cinder.h"
#include "simcloud/volume/volumelife.h"

namespace imagebuilder::simcloud {

namespace {

/// os-volume_upload_image: the image is there at once, with the properties that the volume keeps for it.
Response uploadToImage(Context &context, Volume &volume, const QJsonObject &wish)
{
    const auto name = wish.value("image_name").toString();
    if (name.isEmpty())
        return novaError(400, QStringLiteral("No image_name was specified in request."));
    if (volume.status != u"available") // force works only where the deployment turned enable_force_upload on
        return invalidVolume(QStringLiteral("Volume %1 status must be available.").arg(volume.id));
    const Image image{.id = newId(),
                      .name = name,
                      .owner = volume.projectId,
                      .diskFormat = wish.value("disk_format").toString(QStringLiteral("raw")),
                      .containerFormat = wish.value("container_format").toString(QStringLiteral("bare")),
                      .checksum = {},
                      .sha512 = {},
                      .tags = {},
                      .properties = volume.imageMetadata,
                      .members = {},
                      .created = now(),
                      .updated = now()};
    context.state.images.append(image);
    beginVolumeUpload(context.cloud, volume, image.id, image.diskFormat);
    const QJsonObject answer{{"id", volume.id},
                             {"status", "uploading"},
                             {"size", volume.size},
                             {"display_description", QJsonValue::Null},
                             {"updated_at", timeText(now())},
                             {"volume_type", QJsonObject{{"name", volume.type}}},
                             {"disk_format", image.diskFormat},
                             {"container_format", image.containerFormat},
                             {"image_id", image.id},
                             {"image_name", image.name}};
    return Response::json({{"os-volume_upload_image", answer}}, 202);
}

Response setImageMetadata(Volume &volume, const QJsonObject &wish)
{
    const auto metadata = wish.value("metadata").toObject();
    QJsonObject all;
    for (auto item = metadata.begin(); item != metadata.end(); ++item)
        volume.imageMetadata.insert(item.key(), item.value().toString());
    for (const auto &[key, value] : volume.imageMetadata.asKeyValueRange())
        all.insert(key, value);
    return Response::json({{"metadata", all}});
}

} // namespace

Response actOnVolume(Context &context)
{
    auto *volume = volumeOf(context);
    if (!volume)
        return noSuchVolume(context);
    const auto action = context.body.isEmpty() ? QString() : context.body.constBegin().key();
    const auto wish = context.body.value(action).toObject();
    if (action == u"os-volume_upload_image")
        return uploadToImage(context, *volume, wish);
    if (action == u"os-set_image_metadata")
        return setImageMetadata(*volume, wish);
    return novaError(400, QStringLiteral("There is no such action: %1").arg(action));
}

} // namespace imagebuilder::simcloud
