// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/storyroutes.h"

#include "simcloud/compute/serverlife.h"
#include "simcloud/sim/errors.h"
#include "simcloud/vm/vmspec.h"

#include <QtCore/QRegularExpression>

namespace imagebuilder::simcloud {

namespace {

/// {"match": regular expression of a server's name, "story": name}: servers that boot from now on; the newest counts.
/// {"cloud_init": "22.4"} alone is the version that VMs have.
Response tell(Context &context)
{
    const auto story = context.body.value("story").toString();
    const auto match = context.body.value("match").toString();
    if (const auto version = context.body.value("cloud_init").toString(); !version.isEmpty())
        context.state.cloudInitVersion = version;
    else if (vmStory(story) == VmStory::Good && story != QStringLiteral("good"))
        return novaError(400, QStringLiteral("there is no such story: %1").arg(story));
    if (!story.isEmpty() && !QRegularExpression(match).isValid())
        return novaError(400, QStringLiteral("not a regular expression: %1").arg(match));
    if (!story.isEmpty())
        context.state.vmStories.prepend({.match = match, .story = story});
    return Response::empty(204);
}

/// {"name": "v1.builder", "vcpus": 2, "ram": 2048, "disk": 0}
Response plantFlavor(Context &context)
{
    const auto &wish = context.body;
    context.state.flavors.append({.id = newId(),
                                  .name = wish.value("name").toString(),
                                  .vcpus = wish.value("vcpus").toInt(2),
                                  .ram = wish.value("ram").toInt(2048),
                                  .disk = wish.value("disk").toInt()});
    return Response::empty(204);
}

Response forget(Context &context)
{
    context.state.vmStories.clear();
    return Response::empty(204);
}

/// As after a restart of the hypervisor.
Response restartHost(Context &context)
{
    for (const auto &server : std::as_const(context.state.servers))
        if (server.status == QStringLiteral("ACTIVE"))
            losePower(context.cloud, server.id);
    return Response::empty(204);
}

} // namespace

void addStoryRoutes(Router &router)
{
    router.add("POST", QStringLiteral("/sim/vm-story"), tell, Access::Open);
    router.add("POST", QStringLiteral("/sim/flavors"), plantFlavor, Access::Open);
    router.add("POST", QStringLiteral("/sim/host-restart"), restartHost, Access::Open);
    router.add("DELETE", QStringLiteral("/sim/vm-story"), forget, Access::Open);
}

} // namespace imagebuilder::simcloud
