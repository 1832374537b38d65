// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/boot.h"
#include "simcloud/compute/handlers.h"
#include "simcloud/compute/serverlife.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

namespace imagebuilder::simcloud {

namespace {

Response stop(Context &context, Server &server)
{
    if (server.taskState == QStringLiteral("scheduling"))
        return noSuchServer(server.id);
    if (server.status != QStringLiteral("ACTIVE") || !server.taskState.isEmpty())
        return wrongState(server, QStringLiteral("stop"));
    beginStop(context.cloud, server);
    return Response::empty(202);
}

Response start(Context &context, Server &server)
{
    if (server.status != QStringLiteral("SHUTOFF") || !server.taskState.isEmpty())
        return wrongState(server, QStringLiteral("start"));
    beginStart(context.cloud, server);
    return Response::empty(202);
}

/// The last `length` lines, or all that is kept.
Response showConsole(const Server &server, const QJsonObject &wish)
{
    auto output = server.console;
    if (const auto length = wish.value("length"); !length.isUndefined() && !length.isNull()) {
        const auto lines = output.split('\n');
        const auto wished = length.toVariant().toInt();
        if (wished >= 0 && wished < lines.size())
            output = lines.mid(lines.size() - wished).join('\n');
    }
    return Response::json({{"output", QString::fromUtf8(output)}});
}

Response console(const Context &context, const Server &server, const QJsonObject &wish)
{
    const auto story = storyOf(context.state, server);
    if (server.status == QStringLiteral("BUILD") || server.status == QStringLiteral("ERROR"))
        return novaError(409, QStringLiteral("Instance %1 is not ready").arg(server.id));
    if (server.status != QStringLiteral("ACTIVE") || story == VmStory::NoConsole)
        return novaError(404, QStringLiteral("Guest does not have a console available."));
    return showConsole(server, wish);
}

} // namespace

Response actOnServer(Context &context)
{
    auto *server = serverOf(context);
    if (!server || server->status == QStringLiteral("DELETED"))
        return noSuchServer(context.id());
    const auto action = context.body.isEmpty() ? QString() : context.body.keys().first();
    const auto wish = context.body.value(action).toObject();
    if (action == QStringLiteral("os-stop"))
        return stop(context, *server);
    if (action == QStringLiteral("os-start"))
        return start(context, *server);
    if (action == QStringLiteral("os-getConsoleOutput"))
        return console(context, *server, wish);
    if (action == QStringLiteral("createImage"))
        return createImage(context, server->id, wish);
    return novaError(400, QStringLiteral("There is no such action: %1").arg(action));
}

} // namespace imagebuilder::simcloud
