// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/volume.h"

#include "build/placement.h"
#include "build/properties.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Volume;

namespace {

const QString volumeKind = QStringLiteral("volume");

/// States in which Cinder works on a volume, and refuses whatever else is asked.
bool isBusy(const Volume &volume)
{
    static const QStringList busy{QStringLiteral("creating"),  QStringLiteral("downloading"),
                                  QStringLiteral("reserved"),  QStringLiteral("attaching"),
                                  QStringLiteral("detaching"), QStringLiteral("uploading"),
                                  QStringLiteral("in-use"),    QStringLiteral("deleting")};
    return busy.contains(volume.status);
}

Result<qint64> intendedVolume(Site &site, const Progress &build, const QString &name)
{
    IB_TRY(const auto known, site.journal.resources(build.id));
    const auto found = std::ranges::find(known, volumeKind, &store::ResourceRecord::kind);
    if (found != known.end())
        return found->row;
    return site.journal.intend({.build = build.id, .kind = volumeKind, .cloud = site.cloud.name(), .name = name});
}

Task<Result<QList<Volume>>> volumesOf(Site &site, QString buildId, std::stop_token stop)
{
    IB_CO_TRY(auto volumes, co_await site.cloud.volumes().volumes(stop));
    volumes.removeIf([&](const Volume &volume) { return !isOfBuild(volume.metadata, site.deployment, buildId); });
    co_return volumes;
}

/// The server's zone where Cinder has it, too: many clouds attach nothing across zones, others have one zone of volumes
/// for all.
Task<Result<QString>> zoneOf(Site &site, ProgressPtr build, std::stop_token stop)
{
    const auto zone = build->request.availabilityZone;
    if (zone.isEmpty())
        co_return QString();
    IB_CO_TRY(const auto zones, co_await site.cloud.volumes().availabilityZones(stop));
    co_return zones.contains(zone) ? QString(zone) : QString();
}

Task<Result<Volume>> make(Site &site, ProgressPtr build, QString name, std::stop_token stop)
{
    openstack::VolumeRequest request;
    request.name = name;
    request.imageId = build->baseImageId;
    request.sizeGiB = build->volumeGiB;
    request.type = build->request.volumeType;
    IB_CO_TRY(request.availabilityZone, co_await zoneOf(site, build, stop));
    request.metadata = buildProperties(site.deployment, build->id, build->request);
    const auto made = co_await site.cloud.volumes().create(request, stop);
    if (made)
        co_return *made;
    // The request may have worked although its answer was lost.
    const auto kind = made.error().kind();
    if (kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout || kind == ErrorKind::Protocol) {
        IB_CO_TRY(const auto there, co_await volumesOf(site, build->id, stop));
        if (!there.isEmpty())
            co_return there.first();
    }
    co_return failure(made.error().withContext(
        QStringLiteral("making a volume of %1 GiB on cloud %2").arg(build->volumeGiB).arg(site.cloud.name())));
}

} // namespace

Task<Result<openstack::VolumeLimits>> volumeLimits(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_TRY(const bool offered, co_await site.cloud.volumes().isOffered(stop));
    if (!offered)
        co_return failure(
            ErrorKind::Config,
            QStringLiteral("a VM of flavor %1 (%2 GiB disk) was to boot from a volume, but cloud %3 offers "
                           "no volumes (Cinder v3); name a flavor with a disk, --flavor")
                .arg(build->flavor.name)
                .arg(build->flavor.diskGiB)
                .arg(site.cloud.name()));
    const auto &type = build->request.volumeType;
    if (!type.isEmpty()) {
        IB_CO_TRY(const auto types, co_await site.cloud.volumes().types(stop));
        IB_CO_CHECK(checkVolumeType(types, type, site.cloud.name()));
    }
    co_return co_await site.cloud.volumes().limits(stop);
}

Task<Result<void>> ensureVolume(Site &site, ProgressPtr build, std::stop_token stop)
{
    if (build->volumeGiB == 0)
        co_return Result<void>{};
    const auto name = images::builderServerName(build->request.prefix, build->request.release, build->request.arch);
    IB_CO_TRY(const auto row, intendedVolume(site, *build, name));
    IB_CO_TRY(auto there, co_await volumesOf(site, build->id, stop));
    if (there.isEmpty()) {
        IB_CO_TRY(const auto made, co_await make(site, build, name, stop));
        there << made;
    }
    build->volumeId = there.first().id;
    IB_CO_CHECK(site.journal.created(row, build->volumeId));
    tell(site, *build, step::boot,
         QStringLiteral("volume %1 of %2 GiB").arg(build->volumeId).arg(there.first().sizeGiB));
    const auto whole = [](const std::optional<Volume> &volume) {
        return !volume || (volume->status != u"creating" && volume->status != u"downloading");
    };
    IB_CO_TRY(const auto volume, co_await site.watcher.volume(build->volumeId, whole, site.options.bootDeadline,
                                                              Watcher::Pace::Soon, stop));
    if (volume && !volume->status.startsWith(u"error"))
        co_return Result<void>{};
    co_return failure(ErrorKind::Unavailable,
                      QStringLiteral("cloud %1 could not make volume %2 of %3 GiB from image %4: it is %5; `openstack "
                                     "volume message list` says why")
                          .arg(site.cloud.name(), build->volumeId)
                          .arg(build->volumeGiB)
                          .arg(build->baseImageId, volume ? volume->status : QStringLiteral("gone")));
}

Task<Result<std::optional<Volume>>> volumeAtRest(Site &site, QString id, milliseconds timeout, std::stop_token stop)
{
    const auto atRest = [](const std::optional<Volume> &volume) {
        return !volume || !isBusy(*volume);
    };
    co_return co_await site.watcher.volume(id, atRest, timeout, Watcher::Pace::Soon, stop);
}

Task<Result<void>> removeVolumes(Site &site, QString buildId, std::stop_token stop)
{
    IB_CO_TRY(auto known, site.journal.resources(buildId));
    known.removeIf([](const store::ResourceRecord &resource) { return resource.kind != volumeKind; });
    if (known.isEmpty())
        co_return Result<void>{};
    IB_CO_TRY(const auto there, co_await volumesOf(site, buildId, stop));
    for (const auto &volume : there) {
        IB_CO_TRY(const auto resting, co_await volumeAtRest(site, volume.id, site.options.stopDeadline, stop));
        if (!resting)
            continue;
        IB_CO_CHECK(co_await site.cloud.volumes().remove(volume.id, stop));
        IB_CO_CHECK(co_await site.watcher.volume(
            volume.id, [](const auto &left) { return !left; }, site.options.stopDeadline, Watcher::Pace::Soon, stop));
        tell(site, Progress{.id = buildId}, step::clean, QStringLiteral("volume %1 deleted").arg(volume.id));
    }
    for (const auto &resource : known)
        IB_CO_CHECK(site.journal.gone(resource.row));
    co_return Result<void>{};
}

} // namespace imagebuilder::build
