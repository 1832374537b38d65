// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/bootvolume.h"
#include "simcloud/compute/handlers.h"
#include "simcloud/compute/paging.h"
#include "simcloud/compute/serverlife.h"
#include "simcloud/compute/serverwish.h"

namespace imagebuilder::simcloud {

Response createServer(Context &context)
{
    auto server = wishedServer(context);
    if (!server)
        return std::move(server).error();
    context.state.servers.append(*server);
    reserveBootVolume(context.state, *server);
    beginCreate(context.cloud, server->id);
    QJsonArray groups;
    for (const auto &id : std::as_const(server->securityGroups))
        groups.append(QJsonObject{{"name", find(context.state.securityGroups, id)->name}});
    return Response::json({{"server", QJsonObject{{"id", server->id},
                                                  {"links", novaLinks(context, QStringLiteral("servers"), server->id)},
                                                  {"OS-DCF:diskConfig", "MANUAL"},
                                                  {"adminPass", newKeystoneId().left(12)},
                                                  {"security_groups", groups}}}},
                          202);
}

} // namespace imagebuilder::simcloud
