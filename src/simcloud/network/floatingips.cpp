// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/network/neutron.h"
#include "simcloud/sim/errors.h"
#include "simcloud/sim/router.h"
#include "simcloud/vm/vmspec.h"

#include <algorithm>

namespace imagebuilder::simcloud {

namespace {

const QString floatingIpType = QStringLiteral("FloatingIP");

/// Without an external network it is a cloud without the router plugin, as the real one that API.md tells of.
bool hasRouters(const State &state)
{
    return std::ranges::any_of(state.networks, &Network::external);
}

Response noRouters()
{
    return neutronError(404, QStringLiteral("HTTPNotFound"), QStringLiteral("The resource could not be found."));
}

FloatingIp *wantedFloatingIp(Context &context)
{
    auto *floatingIp = find(context.state.floatingIps, context.id());
    return floatingIp && isOwn(context, floatingIp->projectId) ? floatingIp : nullptr;
}

/// Why the port cannot have a floating IP; nothing when it can, or when none is named.
std::optional<Response> refusesPort(const Context &context, const QString &id)
{
    const auto *port = find(context.state.ports, id);
    if (id.isEmpty())
        return std::nullopt;
    if (!port || !isOwn(context, port->projectId))
        return noSuch(QStringLiteral("Port"), id);
    if (port->address.isEmpty() || port->address.contains(u':'))
        return neutronError(400, QStringLiteral("BadRequest"),
                            QStringLiteral("Bad floatingip request: Cannot add floating IP to port %1 that has no "
                                           "fixed IPv4 addresses.")
                                .arg(id));
    const auto taken = std::ranges::find(context.state.floatingIps, id, &FloatingIp::portId);
    if (taken == context.state.floatingIps.end())
        return std::nullopt;
    return neutronError(409, QStringLiteral("FloatingIPPortAlreadyAssociated"),
                        QStringLiteral("Cannot associate floating IP %1 (%2) with port %3 using fixed IP %4, as that "
                                       "fixed IP already has a floating IP on external network %5.")
                            .arg(taken->address, taken->id, id, port->address, taken->networkId));
}

/// The address behind which the VM of the port listens, or, without a port, one that no VM has.
QString newAddress(const State &state, const QString &portId)
{
    if (const auto *port = find(state.ports, portId))
        return floatingAddressFor(port->address);
    return QStringLiteral("127.255.255.%1").arg(state.floatingIps.size() % 250 + 1);
}

Response listFloatingIps(Context &context)
{
    QList<QJsonObject> all;
    for (const auto &floatingIp : std::as_const(context.state.floatingIps))
        if (isOwn(context, floatingIp.projectId))
            all.append(neutronFloatingIp(context.state, floatingIp));
    return neutronList(context, QStringLiteral("floatingips"), all);
}

Response showFloatingIp(Context &context)
{
    const auto *found = wantedFloatingIp(context);
    return found ? Response::json({{"floatingip", neutronFloatingIp(context.state, *found)}})
                 : noSuch(floatingIpType, context.id());
}

Response createFloatingIp(Context &context)
{
    const auto asked = context.body.value("floatingip").toObject();
    const auto networkId = asked.value("floating_network_id").toString();
    const auto *network = find(context.state.networks, networkId);
    if (!network)
        return noSuch(QStringLiteral("Network"), networkId);
    if (!network->external)
        return neutronError(
            400, QStringLiteral("BadRequest"),
            QStringLiteral("Bad floatingip request: Network %1 is not a valid external network.").arg(networkId));
    if (!hasNetworkQuota(context, QStringLiteral("floatingip")))
        return overNetworkQuota(QStringLiteral("floatingip"));
    const auto portId = asked.value("port_id").toString();
    if (auto refusal = refusesPort(context, portId))
        return std::move(*refusal);
    const FloatingIp made{.id = newId(),
                          .projectId = context.caller.projectId,
                          .networkId = networkId,
                          .portId = portId,
                          .address = newAddress(context.state, portId),
                          .description = asked.value("description").toString(),
                          .created = now()};
    context.state.floatingIps.append(made);
    return Response::json({{"floatingip", neutronFloatingIp(context.state, made)}}, 201);
}

Response deleteFloatingIp(Context &context)
{
    if (!wantedFloatingIp(context))
        return noSuch(floatingIpType, context.id());
    removeById(context.state.floatingIps, context.id());
    return Response::empty(204);
}

/// For tests. {"name": "outside", "external": true}, {"name": "six", "ip_version": 6}, {"name": "inner", "isolated":
/// true}, {"name": "bare", "subnet": false}
Response plantNetwork(Context &context)
{
    const auto &first = context.state.subnets.first();
    const bool six = context.body.value("ip_version").toInt(4) == 6;
    const auto inside = first.cidr.section(u'.', 0, 2);
    const Network network{.id = newId(),
                          .name = context.body.value("name").toString(),
                          .projectId = first.projectId,
                          .external = context.body.value("external").toBool(),
                          .isolated = context.body.value("isolated").toBool(),
                          .created = now()};
    // An address of the form ::ffff:127.x.y.z is spoken over an IPv6 socket and reaches what listens on 127.x.y.z.
    const auto cidr = six ? QStringLiteral("::ffff:%1.0/120").arg(inside) : first.cidr;
    const Subnet subnet{.id = newId(),
                        .name = network.name,
                        .networkId = network.id,
                        .projectId = first.projectId,
                        .cidr = cidr,
                        .gateway = cidr.section(u'.', 0, 2) + QStringLiteral(".1"),
                        .ipVersion = six ? 6 : 4,
                        .created = now()};
    context.state.networks.append(network);
    if (context.body.value("subnet").toBool(true))
        context.state.subnets.append(subnet);
    return Response::json(neutronNetwork(context.state, network), 201);
}

} // namespace

void addFloatingIpRoutes(Router &router)
{
    const auto add = [&router](const QByteArray &method, const QString &path, Response (*handler)(Context &)) {
        router.add(method, path,
                   [handler](Context &context) { return hasRouters(context.state) ? handler(context) : noRouters(); });
    };
    const QString all = QStringLiteral("/network/v2.0/floatingips");
    add("GET", all, listFloatingIps);
    add("POST", all, createFloatingIp);
    add("GET", all + QStringLiteral("/{id}"), showFloatingIp);
    add("DELETE", all + QStringLiteral("/{id}"), deleteFloatingIp);
    router.add("POST", QStringLiteral("/sim/networks"), plantNetwork, Access::Open);
}

} // namespace imagebuilder::simcloud
