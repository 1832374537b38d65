// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/network/routes.h"

#include "simcloud/network/neutron.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

namespace imagebuilder::simcloud {

namespace {

const QList<std::pair<QString, QString>> extensions = {
    {"default-subnetpools", "Default Subnetpools"},
    {"net-mtu", "Network MTU"},
    {"pagination", "Pagination support"},
    {"port-security", "Port Security"},
    {"project-id", "project_id field enabled"},
    {"quotas", "Quota management support"},
    {"quota_details", "Quota details management support"},
    {"rbac-policies", "RBAC Policies"},
    {"security-group", "security-group"},
    {"sorting", "Sorting support"},
    {"standard-attr-timestamp", "Resource timestamps"},
};

Response neutronVersions(Context &context)
{
    const QJsonObject link{{"rel", "self"}, {"href", context.cloud.url() + QStringLiteral("/network/v2.0/")}};
    const QJsonObject version{{"id", "v2.0"}, {"status", "CURRENT"}, {"links", QJsonArray{link}}};
    return Response::json({{"versions", QJsonArray{version}}});
}

Response neutronResources(Context &context)
{
    QJsonArray all;
    for (const auto *name : {"networks", "subnets", "ports", "security-groups", "security-group-rules", "quotas"}) {
        const auto href = context.cloud.url() + QStringLiteral("/network/v2.0/") + QLatin1String(name);
        const QJsonObject link{{"rel", "self"}, {"href", href}};
        all.append(QJsonObject{
            {"name", QLatin1String(name)}, {"collection", QLatin1String(name)}, {"links", QJsonArray{link}}});
    }
    return Response::json({{"resources", all}});
}

QJsonObject extensionJson(const std::pair<QString, QString> &extension)
{
    return {{"alias", extension.first},
            {"name", extension.second},
            {"description", extension.second},
            {"links", QJsonArray()},
            {"updated", "2016-01-01T10:00:00-00:00"}};
}

Response listExtensions(Context &)
{
    QJsonArray all;
    for (const auto &extension : extensions)
        all.append(extensionJson(extension));
    return Response::json({{"extensions", all}});
}

Response showExtension(Context &context)
{
    for (const auto &extension : extensions)
        if (extension.first == context.id())
            return Response::json({{"extension", extensionJson(extension)}});
    return neutronError(404, QStringLiteral("ExtensionNotFound"),
                        QStringLiteral("Extension with alias %1 does not exist").arg(context.id()));
}

bool maySeeNetwork(const Context &context, const QString &networkId)
{
    const auto *network = find(context.state.networks, networkId);
    return network && (network->shared || isOwn(context, network->projectId));
}

Response listNetworks(Context &context)
{
    QList<QJsonObject> networks;
    for (const auto &network : std::as_const(context.state.networks))
        if (maySeeNetwork(context, network.id))
            networks.append(neutronNetwork(context.state, network));
    return neutronList(context, QStringLiteral("networks"), networks);
}

Response showNetwork(Context &context)
{
    if (!maySeeNetwork(context, context.id()))
        return noSuch(QStringLiteral("Network"), context.id());
    return Response::json({{"network", neutronNetwork(context.state, *find(context.state.networks, context.id()))}});
}

Response listSubnets(Context &context)
{
    QList<QJsonObject> subnets;
    for (const auto &subnet : std::as_const(context.state.subnets))
        if (maySeeNetwork(context, subnet.networkId))
            subnets.append(neutronSubnet(subnet));
    return neutronList(context, QStringLiteral("subnets"), subnets);
}

Response showSubnet(Context &context)
{
    const auto *subnet = find(context.state.subnets, context.id());
    if (!subnet || !maySeeNetwork(context, subnet->networkId))
        return noSuch(QStringLiteral("Subnet"), context.id());
    return Response::json({{"subnet", neutronSubnet(*subnet)}});
}

} // namespace

void addNetworkRoutes(Router &router)
{
    const QString v2 = QStringLiteral("/network/v2.0");
    router.add("GET", QStringLiteral("/network"), neutronVersions, Access::Open);
    router.add("GET", v2, neutronResources, Access::Open);
    router.add("GET", v2 + QStringLiteral("/extensions"), listExtensions);
    router.add("GET", v2 + QStringLiteral("/extensions/{alias}"), showExtension);
    router.add("GET", v2 + QStringLiteral("/networks"), listNetworks);
    router.add("GET", v2 + QStringLiteral("/networks/{id}"), showNetwork);
    router.add("GET", v2 + QStringLiteral("/subnets"), listSubnets);
    router.add("GET", v2 + QStringLiteral("/subnets/{id}"), showSubnet);
    addPortRoutes(router);
    addFloatingIpRoutes(router);
    addSecurityGroupRoutes(router);
    addSecurityGroupRuleRoutes(router);
    addNetworkQuotaRoutes(router);
}

} // namespace imagebuilder::simcloud
