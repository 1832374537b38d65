// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/room.h"

#include "build/projectquota.h"

namespace imagebuilder::app {

using store::ResourceState;

namespace {

/// What running builds will take and the cloud's numbers do not count yet.
Result<build::Coming> comingOf(Backend &backend, const QString &cloud, const QStringList &running)
{
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(const auto open, journal->openBuilds());
    auto withoutServer = running;
    auto withoutImage = running;
    for (const auto &record : open) {
        if (record.cloud != cloud)
            continue;
        IB_TRY(const auto resources, journal->resources(record.id));
        for (const auto &resource : resources) {
            if (resource.state != ResourceState::Created || resource.cloud != cloud)
                continue;
            if (resource.kind == u"server")
                withoutServer.removeOne(record.imageName);
            else if (resource.kind == u"image")
                withoutImage.removeOne(record.imageName);
        }
    }
    return build::Coming{.servers = static_cast<int>(withoutServer.size()),
                         .images = static_cast<int>(withoutImage.size())};
}

} // namespace

int Room::builds() const
{
    return build::fittingBuilds(left, flavor, extras);
}

QString Room::shortOf(int started) const
{
    const auto rest = build::withComing(left, flavor, extras, {.servers = started, .images = started});
    return build::shortages(rest, flavor, extras).join(u"; ");
}

Task<Result<Room>> roomFor(Backend &backend, QString cloudName, build::Request request, QStringList running,
                           std::stop_token stop)
{
    IB_CO_TRY(auto *const cloud, backend.cloud(cloudName));
    IB_CO_TRY(const auto flavors, co_await cloud->compute().flavors(stop));
    IB_CO_TRY(const auto flavor, build::chooseFlavor(flavors, request.flavor, cloudName));
    IB_CO_TRY(auto quota, co_await build::projectQuota(*cloud, stop));
    IB_CO_TRY(const auto coming, comingOf(backend, cloudName, running));
    const build::Extras extras{.floatingIp = !request.floatingNetwork.isEmpty(),
                               .volumeGiB = build::volumeSize(flavor, request.volumeGiB, request.volumeType)};
    if (extras.volumeGiB > 0) {
        IB_CO_TRY(quota.volumes, co_await cloud->volumes().limits(stop));
    }
    co_return Room{.left = build::withComing(quota, flavor, extras, coming), .flavor = flavor, .extras = extras};
}

} // namespace imagebuilder::app
