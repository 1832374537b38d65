// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/volume/volumelife.h"

#include "simcloud/sim/cloud.h"

namespace imagebuilder::simcloud {

namespace {

constexpr seconds volumeScheduling{1};
constexpr seconds downloading{3};
constexpr seconds detaching{2};
constexpr seconds volumeDeleting{2};
constexpr seconds volumeUploading{5};

/// Runs `change` with the state locked, if the volume is still there.
void withVolume(Cloud &cloud, const QString &id, const std::function<void(State &, Volume &)> &change)
{
    const std::scoped_lock lock(cloud.mutex());
    if (auto *volume = find(cloud.state().volumes, id))
        change(cloud.state(), *volume);
}

void erase(Cloud &cloud, const QString &id)
{
    cloud.vms().remove(id);
    const std::scoped_lock lock(cloud.mutex());
    removeById(cloud.state().volumes, id);
}

/// Without the lock, since it takes long. An image that was deleted meanwhile is none of the volume's business.
void uploadVolume(Cloud &cloud, const QString &id, const QString &imageId, const QString &format, qint64 virtualSize)
{
    StoredBytes stored;
    bool packed = true;
    if (cloud.options().nullStore >= 0) {
        stored = cloud.store().makeUp(imageId, cloud.options().nullStore);
    } else {
        const auto writer = cloud.store().write(imageId, -1);
        packed =
            cloud.vms().pack(id, format, virtualSize, [&](const QByteArray &bytes) { writer->add(bytes); }).has_value();
        if (packed)
            stored = writer->finish();
    }
    withVolume(cloud, id, [&](State &state, Volume &volume) {
        volume.status = QStringLiteral("available");
        auto *image = find(state.images, imageId);
        if (!image)
            return cloud.store().remove(imageId);
        image->status = packed ? QStringLiteral("active") : QStringLiteral("killed");
        image->size = packed ? stored.size : image->size;
        image->sha512 = stored.sha512;
        image->checksum = stored.md5;
        image->updated = now();
    });
}

} // namespace

void beginVolume(Cloud &cloud, const QString &id)
{
    cloud.timeline().after(volumeScheduling, [&cloud, id] {
        withVolume(cloud, id, [](State &, Volume &volume) {
            if (!volume.imageId.isEmpty())
                volume.status = QStringLiteral("downloading");
        });
    });
    cloud.timeline().after(volumeScheduling + downloading, [&cloud, id] {
        withVolume(cloud, id, [](const State &state, Volume &volume) {
            const bool whole = volume.imageId.isEmpty() || find(state.images, volume.imageId);
            volume.status = whole ? QStringLiteral("available") : QStringLiteral("error");
        });
    });
}

void beginVolumeDelete(Cloud &cloud, Volume &volume)
{
    volume.status = QStringLiteral("deleting");
    cloud.timeline().after(volumeDeleting, [&cloud, id = volume.id] { erase(cloud, id); });
}

void beginVolumeUpload(Cloud &cloud, Volume &volume, const QString &imageId, const QString &format)
{
    volume.status = QStringLiteral("uploading");
    const auto virtualSize = volume.size * 1024LL * 1024 * 1024;
    cloud.timeline().after(volumeUploading, [&cloud, id = volume.id, imageId, format, virtualSize] {
        withVolume(cloud, id, [&](State &state, Volume &) {
            if (auto *image = find(state.images, imageId))
                image->status = QStringLiteral("saving");
        });
        cloud.vms().inBackground([&cloud, id, imageId, format, virtualSize](const std::stop_token &) {
            uploadVolume(cloud, id, imageId, format, virtualSize);
        });
    });
}

void detachVolume(Cloud &cloud, const QString &id, bool takenAlong)
{
    withVolume(cloud, id, [&](State &, Volume &volume) { volume.status = QStringLiteral("detaching"); });
    cloud.timeline().after(detaching, [&cloud, id, takenAlong] {
        withVolume(cloud, id, [&](State &, Volume &volume) {
            volume.serverId.clear();
            volume.status = QStringLiteral("available");
            if (takenAlong)
                beginVolumeDelete(cloud, volume);
        });
    });
}

} // namespace imagebuilder::simcloud
