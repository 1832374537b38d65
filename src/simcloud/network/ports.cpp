// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/network/neutron.h"
#include "simcloud/sim/errors.h"
#include "simcloud/sim/router.h"

#include <QtCore/QRandomGenerator>

namespace imagebuilder::simcloud {

namespace {

Port *wantedPort(Context &context)
{
    auto *port = find(context.state.ports, context.id());
    return port && isOwn(context, port->projectId) ? port : nullptr;
}

Response listPorts(Context &context)
{
    QList<QJsonObject> ports;
    for (const auto &port : std::as_const(context.state.ports))
        if (isOwn(context, port.projectId))
            ports.append(neutronPort(port));
    return neutronList(context, QStringLiteral("ports"), ports);
}

Response showPort(Context &context)
{
    const auto *port = wantedPort(context);
    return port ? Response::json({{"port", neutronPort(*port)}}) : noSuch(QStringLiteral("Port"), context.id());
}

QStringList groupsOf(Context &context, const QJsonObject &asked)
{
    if (asked.contains("security_groups"))
        return asked.value("security_groups").toVariant().toStringList();
    for (const auto &group : std::as_const(context.state.securityGroups))
        if (group.projectId == context.caller.projectId && group.name == u"default")
            return {group.id};
    return {};
}

/// A port without an address of its own: servers get theirs from Nova.
Response createPort(Context &context)
{
    const auto asked = context.body.value("port").toObject();
    const auto networkId = asked.value("network_id").toString();
    const auto *network = find(context.state.networks, networkId);
    if (!network || (!network->shared && !isOwn(context, network->projectId)))
        return noSuch(QStringLiteral("Network"), networkId);
    if (!hasNetworkQuota(context, QStringLiteral("port")))
        return overNetworkQuota(QStringLiteral("port"));
    const auto number = QRandomGenerator::global()->bounded(0x1000000);
    const auto hex = QStringLiteral("%1").arg(number, 6, 16, QLatin1Char('0'));
    const Port port{.id = newId(),
                    .name = asked.value("name").toString(),
                    .projectId = context.caller.projectId,
                    .networkId = networkId,
                    .deviceId = {},
                    .deviceOwner = {},
                    .mac =
                        QStringLiteral("fa:16:3e:%1:%2:%3").arg(hex.sliced(0, 2), hex.sliced(2, 2), hex.sliced(4, 2)),
                    .address = {},
                    .subnetId = {},
                    .securityGroups = groupsOf(context, asked),
                    .created = now()};
    context.state.ports.append(port);
    return Response::json({{"port", neutronPort(port)}}, 201);
}

Response changePort(Context &context)
{
    auto *port = wantedPort(context);
    if (!port)
        return noSuch(QStringLiteral("Port"), context.id());
    const auto asked = context.body.value("port").toObject();
    port->name = asked.value("name").toString(port->name);
    if (asked.contains("security_groups"))
        port->securityGroups = groupsOf(context, asked);
    return Response::json({{"port", neutronPort(*port)}});
}

Response deletePort(Context &context)
{
    if (!wantedPort(context))
        return noSuch(QStringLiteral("Port"), context.id());
    removeById(context.state.ports, context.id());
    return Response::empty(204);
}

} // namespace

void addPortRoutes(Router &router)
{
    const QString ports = QStringLiteral("/network/v2.0/ports");
    router.add("GET", ports, listPorts);
    router.add("POST", ports, createPort);
    router.add("GET", ports + QStringLiteral("/{id}"), showPort);
    router.add("PUT", ports + QStringLiteral("/{id}"), changePort);
    router.add("DELETE", ports + QStringLiteral("/{id}"), deletePort);
}

} // namespace imagebuilder::simcloud
