// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/placeforecast.h"

#include "app/room.h"
#include "ssh/keys.h"

#include <QtCore/QFile>

#include <algorithm>

namespace imagebuilder::app {

namespace {

Task<Result<openstack::Network>> networkOf(openstack::Cloud &cloud, build::Request request, std::stop_token stop)
{
    IB_CO_TRY(const auto networks, co_await cloud.network().networks(stop));
    IB_CO_TRY(const auto subnets, co_await cloud.network().subnets(stop));
    openstack::Network network;
    IB_CO_TRY(network.id, build::chooseNetwork(networks, subnets, request.network, cloud.name(), request.ipVersion));
    const auto named = std::ranges::find(networks, network.id, &openstack::Network::id);
    if (named != networks.end())
        network = *named;
    if (!request.floatingNetwork.isEmpty())
        IB_CO_CHECK(build::chooseFloatingNetwork(networks, request.floatingNetwork, cloud.name()));
    co_return network;
}

Task<Result<void>> checkZoneOf(openstack::Cloud &cloud, QString wanted, std::stop_token stop)
{
    if (wanted.isEmpty())
        co_return Result<void>{};
    IB_CO_TRY(const auto zones, co_await cloud.compute().availabilityZones(stop));
    co_return build::checkZone(zones, wanted, cloud.name());
}

Task<Result<void>> checkVolumeTypeOf(openstack::Cloud &cloud, QString wanted, std::stop_token stop)
{
    if (wanted.isEmpty())
        co_return Result<void>{};
    IB_CO_TRY(const bool offered, co_await cloud.volumes().isOffered(stop));
    if (!offered)
        co_return failure(
            ErrorKind::Config,
            QStringLiteral("cloud %1 has no volumes, and type %2 is asked for").arg(cloud.name(), wanted));
    IB_CO_TRY(const auto types, co_await cloud.volumes().types(stop));
    co_return build::checkVolumeType(types, wanted, cloud.name());
}

/// True when the cloud has the public half of this machine's key under one of its two names.
Task<Result<bool>> hasKey(openstack::Cloud &cloud, QString publicKeyFile, std::stop_token stop)
{
    QFile file(publicKeyFile);
    if (!file.open(QIODevice::ReadOnly))
        co_return false;
    const auto ours = ssh::md5Fingerprint(file.readAll().trimmed());
    IB_CO_TRY(const auto there, co_await cloud.compute().keyPairs(stop));
    if (!ours)
        co_return false;
    co_return std::ranges::contains(there, *ours, &openstack::KeyPair::fingerprint);
}

void addLack(PlaceForecast &place, const Result<void> &checked)
{
    if (!checked)
        place.lacks << Lack{checked.error().message(), checked.error().kind()};
}

} // namespace

Task<Result<PlaceForecast>> placeForecast(Backend &backend, QString name, build::Request request, std::stop_token stop)
{
    IB_CO_TRY(auto *const cloud, backend.cloud(name));
    IB_CO_TRY(const auto room, co_await roomFor(backend, name, request, {}, stop));
    PlaceForecast place{.flavor = room.flavor, .network = {}, .fittingBuilds = room.builds(), .lacks = {}};
    if (const auto lack = room.shortOf(0); !lack.isEmpty())
        place.lacks << Lack{QStringLiteral("the quota of cloud %1 is short: %2").arg(name, lack), ErrorKind::Quota};
    IB_CO_TRY(place.network, co_await networkOf(*cloud, request, stop));
    addLack(place, co_await checkZoneOf(*cloud, request.availabilityZone, stop));
    addLack(place, co_await checkVolumeTypeOf(*cloud, request.volumeType, stop));
    const auto publicKey = backend.settings().keyFile() + QStringLiteral(".pub");
    IB_CO_TRY(const bool keyIsThere, co_await hasKey(*cloud, publicKey, stop));
    if (!keyIsThere)
        place.lacks << Lack{
            QStringLiteral("the deployment's key pair is not on cloud %1; the build makes it").arg(name), {}};
    co_return PlaceForecast(place);
}

} // namespace imagebuilder::app
