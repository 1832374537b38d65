// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/handlers.h"
#include "simcloud/compute/paging.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

namespace imagebuilder::simcloud {

namespace {

QJsonObject briefFlavor(const Context &context, const Flavor &flavor)
{
    return {
        {"id", flavor.id}, {"name", flavor.name}, {"links", novaLinks(context, QStringLiteral("flavors"), flavor.id)}};
}

QJsonObject fullFlavor(const Context &context, const Flavor &flavor)
{
    auto object = briefFlavor(context, flavor);
    object.insert("vcpus", flavor.vcpus);
    object.insert("ram", flavor.ram);
    object.insert("disk", flavor.disk);
    object.insert("swap", context.microversion >= 75 ? QJsonValue(0) : QJsonValue(""));
    object.insert("rxtx_factor", 1.0);
    object.insert("OS-FLV-EXT-DATA:ephemeral", 0);
    object.insert("OS-FLV-DISABLED:disabled", false);
    object.insert("os-flavor-access:is_public", true);
    if (context.microversion >= 55)
        object.insert("description", QJsonValue::Null);
    if (context.microversion >= 61)
        object.insert("extra_specs", QJsonObject());
    return object;
}

/// Nova takes no filter by name, and says nothing about one.
Response flavorPage(const Context &context, QJsonObject (*write)(const Context &, const Flavor &))
{
    QList<QJsonObject> objects;
    for (const auto &flavor : std::as_const(context.state.flavors))
        objects.append(write(context, flavor));
    return novaPage(context, QStringLiteral("flavors"), objects);
}

} // namespace

Response listFlavors(Context &context)
{
    return flavorPage(context, briefFlavor);
}

Response listFlavorDetails(Context &context)
{
    return flavorPage(context, fullFlavor);
}

Response showFlavor(Context &context)
{
    const auto *flavor = find(context.state.flavors, context.id());
    if (!flavor)
        return novaError(404, QStringLiteral("Flavor %1 could not be found.").arg(context.id()));
    return Response::json({{"flavor", fullFlavor(context, *flavor)}});
}

} // namespace imagebuilder::simcloud
