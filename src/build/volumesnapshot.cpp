// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/volumesnapshot.h"

#include "build/boot.h"
#include "build/labelimage.h"
#include "build/snapshot.h"
#include "build/volume.h"

namespace imagebuilder::build {

namespace {

/// As base images are; its empty blocks take no room on the way to the consumers, unlike raw's.
const QString volumeImageFormat = QStringLiteral("qcow2");

/// Asks Cinder for the image, whose properties it takes from the volume, so that it is ours from its first moment.
Task<Result<QString>> askCinder(Site &site, ProgressPtr build, std::stop_token stop)
{
    auto &cinder = site.cloud.volumes();
    IB_CO_TRY(const auto volume, co_await volumeAtRest(site, build->volumeId, site.options.stopDeadline, stop));
    if (!volume || volume->status != u"available")
        co_return failure(
            ErrorKind::Unavailable,
            QStringLiteral("volume %1 of cloud %2 cannot be made an image: it is %3")
                .arg(build->volumeId, site.cloud.name(), volume ? volume->status : QStringLiteral("gone")));
    const auto properties = imageProperties(site, *build);
    IB_CO_CHECK(co_await cinder.setImageProperties(build->volumeId, properties, stop));
    const auto asked =
        co_await cinder.uploadToImage(build->volumeId, build->request.imageName, volumeImageFormat, stop);
    if (asked)
        co_return *asked;
    // It may be under way although its answer was lost.
    IB_CO_TRY(const auto found, co_await findSnapshot(site, build->id, stop));
    if (found)
        co_return *found;
    co_return failure(asked.error().withContext(
        QStringLiteral("making volume %1 of cloud %2 an image").arg(build->volumeId, site.cloud.name())));
}

/// Waits until Cinder is through with the volume; the image as it is then.
Task<Result<std::optional<openstack::Image>>> uploadEnd(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_CHECK(co_await volumeAtRest(site, build->volumeId, site.options.snapshotDeadline, stop));
    // Whose volume is at rest is whole, or will never be.
    const auto any = [](const std::optional<openstack::Image> &) {
        return true;
    };
    co_return co_await site.watcher.image(build->snapshotId, any, site.options.stopDeadline, Watcher::Pace::Soon, stop);
}

} // namespace

Task<Result<void>> snapshotVolume(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_TRY(const auto row, intendedSnapshot(site, *build));
    IB_CO_CHECK(co_await removeServers(site, build->id, stop));
    IB_CO_TRY(const auto existing, co_await findSnapshot(site, build->id, stop));
    if (existing) {
        build->snapshotId = *existing;
    } else {
        IB_CO_TRY(build->snapshotId, co_await askCinder(site, build, stop));
    }
    IB_CO_CHECK(site.journal.created(row, build->snapshotId));
    tell(site, *build, step::snapshot,
         QStringLiteral("image %1, of volume %2").arg(build->snapshotId, build->volumeId));
    IB_CO_TRY(const auto image, co_await uploadEnd(site, build, stop));
    if (!image || image->status != u"active" || image->size == 0) {
        IB_CO_CHECK(co_await site.cloud.images().remove(build->snapshotId, stop));
        IB_CO_CHECK(site.journal.gone(row));
        co_return failure(ErrorKind::Unavailable,
                          QStringLiteral("cloud %1 did not make volume %2 an image: image %3 is %4 with %5 bytes; "
                                         "`openstack volume message list` says why")
                              .arg(site.cloud.name(), build->volumeId, build->snapshotId,
                                   image ? image->status : QStringLiteral("gone"))
                              .arg(image ? image->size : 0));
    }
    // Cinder leaves it as the base image's, but no smaller disk can hold this one.
    IB_CO_CHECK(co_await site.cloud.images().setMinDisk(build->snapshotId, build->volumeGiB, stop));
    auto made = *image;
    made.minDiskGiB = build->volumeGiB;
    co_await labelImage(site, build, site.cloud, made, stop);
    co_return site.journal.noteStep(build->id, step::snapshot, {{"image", build->snapshotId}});
}

} // namespace imagebuilder::build
