// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/boot.h"
#include "simcloud/compute/handlers.h"
#include "simcloud/compute/serverlife.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace imagebuilder::simcloud {

namespace {

constexpr seconds snapshotPending{1};
constexpr seconds uploadPending{2};
constexpr seconds uploading{3};
constexpr seconds uploadingSlowly{3600};

Image newSnapshot(const Context &context, const Server &server, const QJsonObject &wish)
{
    Image image{.id = newId(),
                .name = wish.value("name").toString(),
                .owner = server.projectId,
                .visibility = QStringLiteral("private"),
                .diskFormat = {},
                .containerFormat = {},
                .checksum = {},
                .sha512 = {},
                .tags = {},
                .created = now(),
                .updated = now()};
    if (const auto *base = find(context.state.images, server.imageId)) {
        image.properties = base->properties;
        image.minRam = base->minRam;
    }
    if (const auto *flavor = find(context.state.flavors, server.flavorId))
        image.minDisk = flavor->disk;
    const auto *user = find(context.state.users, server.userId);
    const auto *project = find(context.state.projects, server.projectId);
    const QMap<QString, QString> added = {
        {"base_image_ref", server.imageId},
        {"image_type", "snapshot"},
        {"instance_uuid", server.id},
        {"user_id", server.userId},
        {"owner_id", server.projectId},
        {"hw_cdrom_bus", "ide"},
        {"hw_disk_bus", "virtio"},
        {"hw_machine_type", "pc"},
        {"hw_video_model", "virtio"},
        {"owner_user_name", user ? user->name : QString()},
        {"owner_project_name", project ? project->name : QString()},
        {"boot_roles", "member,reader"},
    };
    image.properties.insert(added);
    const auto wished = wish.value("metadata").toObject();
    for (auto item = wished.begin(); item != wished.end(); ++item)
        image.properties.insert(item.key(), item.value().toString());
    return image;
}

/// The image of a volume-backed server is there at once and holds nothing: it points to a snapshot of the volume.
void pointAtVolume(Image &image, const Server &server)
{
    const QJsonObject device{{"boot_index", 0},
                             {"source_type", "snapshot"},
                             {"destination_type", "volume"},
                             {"snapshot_id", newId()},
                             {"delete_on_termination", server.takesVolumeAlong}};
    image.status = QStringLiteral("active");
    image.size = 0;
    image.properties.insert(QStringLiteral("bdm_v2"), QStringLiteral("True"));
    image.properties.insert(QStringLiteral("root_device_name"), QStringLiteral("/dev/vda"));
    image.properties.insert(QStringLiteral("block_device_mapping"),
                            QString::fromUtf8(QJsonDocument(QJsonArray{device}).toJson(QJsonDocument::Compact)));
}

bool goesOn(const Server &server, const QString &taskState)
{
    return server.taskState == taskState;
}

/// Makes the bytes without the lock; a VM that was deleted meanwhile leaves the image `saving` for ever.
void upload(Cloud &cloud, const QString &serverId, const QString &imageId, qint64 virtualSize)
{
    const auto format = cloud.options().snapshotFormat;
    StoredBytes stored;
    if (cloud.options().nullStore >= 0) {
        stored = cloud.store().makeUp(imageId, cloud.options().nullStore);
    } else {
        const auto writer = cloud.store().write(imageId, -1);
        const auto packed =
            cloud.vms().pack(serverId, format, virtualSize, [&](const QByteArray &bytes) { writer->add(bytes); });
        if (!packed)
            return;
        stored = writer->finish();
    }
    withServer(cloud, serverId, [&](State &state, Server &server) {
        if (!goesOn(server, QStringLiteral("image_uploading")))
            return;
        server.taskState.clear();
        if (storyOf(state, server) == VmStory::SnapshotError) {
            removeById(state.images, imageId); // as Nova does when its snapshot fails
            cloud.store().remove(imageId);
        } else if (auto *image = find(state.images, imageId)) {
            image->status = QStringLiteral("active");
            image->size = stored.size;
            image->sha512 = stored.sha512;
            image->checksum = stored.md5;
            image->updated = now();
        }
    });
}

void beginUpload(Cloud &cloud, const QString &serverId, const QString &imageId)
{
    withServer(cloud, serverId, [&](State &state, Server &server) {
        if (!goesOn(server, QStringLiteral("image_pending_upload")))
            return;
        server.taskState = QStringLiteral("image_uploading");
        if (auto *image = find(state.images, imageId)) {
            image->status = QStringLiteral("saving");
            image->diskFormat = cloud.options().snapshotFormat;
            image->containerFormat = QStringLiteral("bare");
        }
        const auto *flavor = find(state.flavors, server.flavorId);
        const auto virtualSize = (flavor ? flavor->disk : 1) * 1024LL * 1024 * 1024;
        const auto takes = storyOf(state, server) == VmStory::SlowSnapshot ? uploadingSlowly : uploading;
        cloud.timeline().after(takes, [&cloud, serverId, imageId, virtualSize] {
            cloud.vms().inBackground([&cloud, serverId, imageId, virtualSize](const std::stop_token &) {
                upload(cloud, serverId, imageId, virtualSize);
            });
        });
    });
}

} // namespace

void beginSnapshot(Cloud &cloud, Server &server, const QString &imageId)
{
    server.taskState = QStringLiteral("image_snapshot_pending");
    const auto id = server.id;
    cloud.timeline().after(snapshotPending, [&cloud, id] {
        withServer(cloud, id, [](State &, Server &pending) {
            if (goesOn(pending, QStringLiteral("image_snapshot_pending")))
                pending.taskState = QStringLiteral("image_pending_upload");
        });
    });
    cloud.timeline().after(uploadPending, [&cloud, id, imageId] { beginUpload(cloud, id, imageId); });
}

Response createImage(Context &context, const QString &serverId, const QJsonObject &wish)
{
    auto &server = *find(context.state.servers, serverId);
    const bool isWhole = server.status == QStringLiteral("ACTIVE") || server.status == QStringLiteral("SHUTOFF");
    if (!isWhole || !server.taskState.isEmpty())
        return wrongState(server, QStringLiteral("createImage"));
    if (wish.value("name").toString().isEmpty())
        return novaError(
            400, QStringLiteral("Invalid input for field/attribute createImage. 'name' is a required property"));
    auto image = newSnapshot(context, server, wish);
    if (server.volumeId.isEmpty())
        beginSnapshot(context.cloud, server, image.id);
    else
        pointAtVolume(image, server);
    context.state.images.append(image);
    if (context.microversion >= 45)
        return Response::json({{"image_id", image.id}}, 202);
    auto response = Response::empty(202);
    // The path is not one that Glance knows: only the id in it is of use.
    response.headers.append({"Location", (context.cloud.url() + QStringLiteral("/image/images/") + image.id).toUtf8()});
    return response;
}

} // namespace imagebuilder::simcloud
