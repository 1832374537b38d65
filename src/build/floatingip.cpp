// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/floatingip.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::FloatingIp;

namespace {

const QString floatingIpKind = QStringLiteral("floatingip");

/// The journal's row: the one an interrupted attempt wrote, or a new one.
Result<qint64> intendedFloatingIp(Site &site, const Progress &build)
{
    IB_TRY(const auto known, site.journal.resources(build.id));
    const auto found = std::ranges::find(known, floatingIpKind, &store::ResourceRecord::kind);
    if (found != known.end())
        return found->row;
    return site.journal.intend({.build = build.id, .kind = floatingIpKind, .cloud = site.cloud.name()});
}

Task<Result<QList<FloatingIp>>> floatingIpsOf(Site &site, QString buildId, std::stop_token stop)
{
    IB_CO_TRY(auto found, co_await site.cloud.network().floatingIps(stop));
    found.removeIf([&](const FloatingIp &floatingIp) { return buildOf(floatingIp, site.deployment) != buildId; });
    co_return found;
}

/// The VM's port that an IPv4 address leads to.
Task<Result<QString>> portOf(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_TRY(const auto ports, co_await site.cloud.network().portsOf(build->serverId, stop));
    for (const auto &port : ports)
        if (std::ranges::any_of(port.addresses, [](const QString &address) { return !address.contains(u':'); }))
            co_return port.id;
    co_return failure(ErrorKind::Config,
                      QStringLiteral("server %1 of cloud %2 has no port with an IPv4 address, so no floating IP can "
                                     "lead to it; its addresses: %3")
                          .arg(build->serverId, site.cloud.name(), build->addresses.join(u", ")));
}

Task<Result<FloatingIp>> take(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_TRY(const auto port, co_await portOf(site, build, stop));
    const auto description = floatingIpMark(site.deployment) + build->id;
    const auto taken =
        co_await site.cloud.network().createFloatingIp(build->floatingNetworkId, port, description, stop);
    if (taken)
        co_return *taken;
    // The request may have worked although its answer was lost.
    const auto kind = taken.error().kind();
    if (kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout || kind == ErrorKind::Protocol) {
        IB_CO_TRY(const auto there, co_await floatingIpsOf(site, build->id, stop));
        if (!there.isEmpty())
            co_return there.first();
    }
    co_return failure(
        taken.error().withContext(QStringLiteral("taking a floating IP from network %1 of cloud %2 for server %3")
                                      .arg(build->floatingNetworkId, site.cloud.name(), build->serverId)));
}

} // namespace

QString floatingIpMark(const QString &deployment)
{
    return QStringLiteral("imagebuilder deployment %1 build ").arg(deployment);
}

std::optional<QString> buildOf(const FloatingIp &floatingIp, const QString &deployment)
{
    const auto mark = floatingIpMark(deployment);
    return floatingIp.description.startsWith(mark) ? std::optional(floatingIp.description.sliced(mark.size()))
                                                   : std::nullopt;
}

Task<Result<void>> giveFloatingIp(Site &site, ProgressPtr build, std::stop_token stop)
{
    if (build->floatingNetworkId.isEmpty())
        co_return Result<void>{};
    IB_CO_TRY(const auto row, intendedFloatingIp(site, *build));
    IB_CO_TRY(auto there, co_await floatingIpsOf(site, build->id, stop));
    // One that leads nowhere was of a VM that is gone.
    for (const auto &floatingIp : there)
        if (floatingIp.portId.isEmpty())
            IB_CO_CHECK(co_await site.cloud.network().deleteFloatingIp(floatingIp.id, stop));
    there.removeIf([](const FloatingIp &floatingIp) { return floatingIp.portId.isEmpty(); });
    if (there.isEmpty()) {
        IB_CO_TRY(const auto taken, co_await take(site, build, stop));
        there << taken;
    }
    const auto address = there.first().address;
    IB_CO_CHECK(site.journal.created(row, there.first().id));
    build->addresses.removeAll(address);
    build->addresses.prepend(address);
    tell(site, *build, step::boot, QStringLiteral("floating IP %1").arg(address));
    co_return Result<void>{};
}

Task<Result<void>> releaseFloatingIps(Site &site, QString buildId, std::stop_token stop)
{
    IB_CO_TRY(auto known, site.journal.resources(buildId));
    known.removeIf([](const store::ResourceRecord &resource) { return resource.kind != floatingIpKind; });
    if (known.isEmpty())
        co_return Result<void>{};
    IB_CO_TRY(const auto there, co_await floatingIpsOf(site, buildId, stop));
    for (const auto &floatingIp : there) {
        IB_CO_CHECK(co_await site.cloud.network().deleteFloatingIp(floatingIp.id, stop));
        tell(site, Progress{.id = buildId}, step::clean,
             QStringLiteral("floating IP %1 released").arg(floatingIp.address));
    }
    for (const auto &resource : known)
        IB_CO_CHECK(site.journal.gone(resource.row));
    co_return Result<void>{};
}

} // namespace imagebuilder::build
