// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/boot.h"

#include "build/floatingip.h"
#include "build/placement.h"
#include "build/properties.h"
#include "build/volume.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Server;

namespace {

/// The journal's row for the server: the one an interrupted attempt wrote, or a new one.
Result<qint64> intendedServer(Site &site, const Progress &build, const QString &name)
{
    IB_TRY(const auto known, site.journal.resources(build.id));
    const auto found = std::ranges::find(known, QStringLiteral("server"), &store::ResourceRecord::kind);
    if (found != known.end())
        return found->row;
    return site.journal.intend({.build = build.id, .kind = "server", .cloud = site.cloud.name(), .name = name});
}

bool bootEnded(const std::optional<Server> &server)
{
    return !server || server->status == u"ERROR" || (server->status == u"ACTIVE" && !server->addresses.isEmpty()) ||
           server->status == u"SHUTOFF"; // found again after an interruption, sealed or not
}

/// A deadline's error, told apart: a VM that has no address needs another remedy than one that does not boot.
Error bootError(const Site &site, const Progress &build, const std::optional<Server> &seen, const Error &error)
{
    if (error.kind() != ErrorKind::Timeout || !seen || seen->status != u"ACTIVE")
        return error;
    return {ErrorKind::Timeout,
            QStringLiteral("server %1 of cloud %2 got no address on network %3 within %4 s; check the "
                           "network's subnets and DHCP, or name another one with --network")
                .arg(build.serverId, site.cloud.name(), build.networkId)
                .arg(site.options.bootDeadline.count() / 1000)};
}

Task<Result<QString>> create(Site &site, ProgressPtr build, QString name, QByteArray userData, std::stop_token stop)
{
    openstack::ServerRequest request;
    request.name = name;
    request.imageId = build->baseImageId;
    request.volumeId = build->volumeId;
    request.flavorId = build->flavor.id;
    request.networkId = build->networkId;
    request.availabilityZone = build->request.availabilityZone;
    request.keyName = build->keyName;
    request.securityGroup = build->securityGroup;
    request.userData = userData;
    request.metadata = buildProperties(site.deployment, build->id, build->request);
    const auto created = co_await site.cloud.compute().createServer(request, stop);
    if (created)
        co_return *created;
    // The request may have worked although its answer was lost: look before anything is said or sent again.
    const auto kind = created.error().kind();
    if (kind != ErrorKind::Unavailable && kind != ErrorKind::Timeout && kind != ErrorKind::Protocol)
        co_return std::unexpected(created.error());
    IB_CO_TRY(const auto found, co_await findServer(site, build->id, stop));
    if (found)
        co_return found->id;
    tell(site, *build, step::boot, QStringLiteral("asking once more: %1").arg(created.error().message()));
    co_return co_await site.cloud.compute().createServer(request, stop);
}

} // namespace

Task<Result<std::optional<Server>>> findServer(Site &site, QString buildId, std::stop_token stop)
{
    IB_CO_TRY(const auto servers, co_await site.cloud.compute().servers(stop));
    for (const auto &server : servers)
        if (isOfBuild(server.metadata, site.deployment, buildId) && server.status != u"DELETED")
            co_return server;
    co_return std::optional<Server>();
}

Task<Result<void>> boot(Site &site, ProgressPtr build, QByteArray userData, std::stop_token stop)
{
    co_return co_await bootAs(site, build, userData, step::boot, stop);
}

Task<Result<void>> bootAs(Site &site, ProgressPtr build, QByteArray userData, QString asStep, std::stop_token stop)
{
    const auto name = images::builderServerName(build->request.prefix, build->request.release, build->request.arch);
    IB_CO_CHECK(co_await ensureVolume(site, build, stop));
    IB_CO_TRY(const auto row, intendedServer(site, *build, name));
    IB_CO_TRY(const auto existing, co_await findServer(site, build->id, stop));
    if (existing) {
        build->serverId = existing->id;
    } else {
        IB_CO_TRY(build->serverId, co_await create(site, build, name, userData, stop));
    }
    IB_CO_CHECK(site.journal.created(row, build->serverId));
    tell(site, *build, asStep, QStringLiteral("server %1 (%2)").arg(build->serverId, build->flavor.name));

    const auto seen = std::make_shared<std::optional<Server>>();
    const auto ended = [seen](const std::optional<Server> &state) {
        *seen = state;
        return bootEnded(state);
    };
    const auto waited =
        co_await site.watcher.server(build->serverId, ended, site.options.bootDeadline, Watcher::Pace::Soon, stop);
    if (!waited)
        co_return std::unexpected(bootError(site, *build, *seen, waited.error()));
    const auto &server = *waited;
    if (!server)
        co_return failure(
            ErrorKind::NotFound,
            QStringLiteral("server %1 vanished from cloud %2 while it booted").arg(build->serverId, site.cloud.name()));
    if (server->status == u"ERROR")
        co_return failure(ErrorKind::Unavailable,
                          QStringLiteral("cloud %1 could not boot server %2: %3")
                              .arg(site.cloud.name(), server->id,
                                   server->fault.isEmpty() ? QStringLiteral("it gives no reason") : server->fault));
    IB_CO_TRY(build->addresses, addressesOf(build->request.ipVersion, server->addresses, site.cloud.name()));
    IB_CO_CHECK(co_await giveFloatingIp(site, build, stop));
    co_return site.journal.noteStep(build->id, asStep,
                                    {{"server", build->serverId},
                                     {"volume", build->volumeId},
                                     {"addresses", QJsonArray::fromStringList(build->addresses)}});
}

Task<Result<void>> removeServers(Site &site, QString buildId, std::stop_token stop)
{
    IB_CO_CHECK(co_await releaseFloatingIps(site, buildId, stop));
    IB_CO_TRY(const auto servers, co_await site.cloud.compute().servers(stop));
    QStringList deleted;
    for (const auto &server : servers) {
        if (!isOfBuild(server.metadata, site.deployment, buildId))
            continue;
        IB_CO_CHECK(co_await site.cloud.compute().deleteServer(server.id, stop));
        deleted << server.id;
    }
    for (const auto &id : deleted) {
        IB_CO_CHECK(co_await site.watcher.server(
            id, [](const auto &server) { return !server; }, site.options.stopDeadline, Watcher::Pace::Soon, stop));
    }
    for (const auto &id : deleted)
        tell(site, Progress{.id = buildId}, step::clean, QStringLiteral("server %1 deleted").arg(id));
    IB_CO_TRY(const auto known, site.journal.resources(buildId));
    for (const auto &resource : known)
        if (resource.kind == u"server")
            IB_CO_CHECK(site.journal.gone(resource.row));
    co_return Result<void>{};
}

} // namespace imagebuilder::build
