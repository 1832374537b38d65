// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/handlers.h"
#include "simcloud/compute/paging.h"
#include "simcloud/compute/serverjson.h"
#include "simcloud/compute/serverlife.h"
#include "simcloud/sim/errors.h"

#include <QtCore/QRegularExpression>

#include <ranges>

namespace imagebuilder::simcloud {

namespace {

bool maySeeServer(const Context &context, const Server &server)
{
    return server.projectId == context.caller.projectId || context.caller.isAdmin();
}

bool isWanted(const Context &context, const Server &server)
{
    const auto &request = context.request;
    const bool everyones = context.caller.isAdmin() && request.query.hasQueryItem(QStringLiteral("all_tenants"));
    if (server.status == QStringLiteral("DELETED") || (!everyones && server.projectId != context.caller.projectId))
        return false;
    const auto same = [&](const QString &parameter, const QString &value) {
        const auto wished = request.parameter(parameter);
        return wished.isEmpty() || wished == value;
    };
    // Nova takes the name for a pattern.
    const QRegularExpression name(request.parameter(QStringLiteral("name")));
    return name.match(server.name).hasMatch() && same(QStringLiteral("status"), server.status) &&
           same(QStringLiteral("image"), server.imageId) && same(QStringLiteral("flavor"), server.flavorId) &&
           same(QStringLiteral("uuid"), server.id);
}

Response serverPage(const Context &context, QJsonObject (*write)(const Context &, const Server &))
{
    QList<QJsonObject> objects;
    for (const auto &server : context.state.servers | std::views::reverse) // newest first
        if (isWanted(context, server))
            objects.append(write(context, server));
    return novaPage(context, QStringLiteral("servers"), objects);
}

} // namespace

Server *serverOf(Context &context)
{
    auto *server = find(context.state.servers, context.id());
    return server && maySeeServer(context, *server) ? server : nullptr;
}

Response noSuchServer(const QString &id)
{
    return novaError(404, QStringLiteral("Instance %1 could not be found.").arg(id));
}

Response wrongState(const Server &server, const QString &verb)
{
    static const QMap<QString, QString> states = {
        {"ACTIVE", "active"}, {"SHUTOFF", "stopped"}, {"BUILD", "building"}, {"ERROR", "error"}};
    const auto reason = server.taskState.isEmpty()
                            ? QStringLiteral("vm_state %1").arg(states.value(server.status, server.status.toLower()))
                            : QStringLiteral("task_state %1").arg(server.taskState);
    return novaError(409, QStringLiteral("Cannot '%1' instance %2 while it is in %3").arg(verb, server.id, reason));
}

Response listServers(Context &context)
{
    return serverPage(context, briefServer);
}

Response listServerDetails(Context &context)
{
    return serverPage(context, fullServer);
}

Response showServer(Context &context)
{
    constexpr int showsGroups = 71; // here, and not in the list
    const auto *server = serverOf(context);
    if (!server)
        return noSuchServer(context.id());
    auto shown = fullServer(context, *server);
    if (context.microversion >= showsGroups)
        shown.insert("server_groups", QJsonArray());
    return Response::json({{"server", shown}});
}

Response deleteServer(Context &context)
{
    const auto *server = serverOf(context);
    if (!server || server->status == QStringLiteral("DELETED"))
        return noSuchServer(context.id());
    beginDelete(context.cloud, context.state, server->id);
    return Response::empty(204);
}

Response listServerInterfaces(Context &context)
{
    const auto *server = serverOf(context);
    if (!server)
        return noSuchServer(context.id());
    QJsonArray interfaces;
    for (const auto &port : std::as_const(context.state.ports))
        if (port.deviceId == server->id)
            interfaces.append(QJsonObject{
                {"port_id", port.id},
                {"net_id", port.networkId},
                {"mac_addr", port.mac},
                {"port_state", "ACTIVE"},
                {"fixed_ips", QJsonArray{QJsonObject{{"subnet_id", port.subnetId}, {"ip_address", port.address}}}}});
    return Response::json({{"interfaceAttachments", interfaces}});
}

Response listServerGroups(Context &context)
{
    const auto *server = serverOf(context);
    if (!server)
        return noSuchServer(context.id());
    QJsonArray groups;
    for (const auto &id : std::as_const(server->securityGroups))
        if (const auto *group = find(context.state.securityGroups, id))
            groups.append(QJsonObject{{"id", group->id},
                                      {"name", group->name},
                                      {"description", group->description},
                                      {"tenant_id", group->projectId},
                                      {"rules", QJsonArray()}});
    return Response::json({{"security_groups", groups}});
}

} // namespace imagebuilder::simcloud
