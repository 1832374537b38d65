// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/network/neutron.h"
#include "simcloud/sim/errors.h"
#include "simcloud/sim/router.h"

namespace imagebuilder::simcloud {

namespace {

const QStringList resources = {"network",    "subnet",         "subnetpool",          "port",
                               "floatingip", "security_group", "security_group_rule", "rbac_policy"};

template <typename T> qint64 ownedBy(const QString &projectId, const QList<T> &elements)
{
    return std::ranges::count(elements, projectId, &T::projectId);
}

qint64 limitOf(const State &state, const QString &projectId, const QString &resource)
{
    const auto *project = find(state.projects, projectId);
    return (project ? project->quota : defaultQuota()).value(resource, -1);
}

/// Another project's quota is an administrator's matter.
std::optional<Response> refusesQuota(const Context &context)
{
    if (isOwn(context, context.id()))
        return std::nullopt;
    return neutronError(403, QStringLiteral("AdminRequired"),
                        QStringLiteral("User does not have admin privileges: get_quota"));
}

Response showQuota(Context &context)
{
    if (auto refusal = refusesQuota(context))
        return std::move(*refusal);
    QJsonObject quota;
    for (const auto &resource : resources)
        quota.insert(resource, limitOf(context.state, context.id(), resource));
    return Response::json({{"quota", quota}});
}

Response showQuotaDetails(Context &context)
{
    if (auto refusal = refusesQuota(context))
        return std::move(*refusal);
    QJsonObject quota;
    for (const auto &resource : resources)
        quota.insert(resource, QJsonObject{{"limit", limitOf(context.state, context.id(), resource)},
                                           {"used", networkUsage(context.state, context.id(), resource)},
                                           {"reserved", 0}});
    return Response::json({{"quota", quota}});
}

Response showDefaultQuota(Context &context)
{
    if (auto refusal = refusesQuota(context))
        return std::move(*refusal);
    QJsonObject quota;
    for (const auto &resource : resources)
        quota.insert(resource, defaultQuota().value(resource, -1));
    return Response::json({{"quota", quota}});
}

Response changeQuota(Context &context)
{
    auto *project = find(context.state.projects, context.id());
    if (!context.caller.isAdmin() || !project)
        return neutronError(403, QStringLiteral("PolicyNotAuthorized"),
                            QStringLiteral("(rule:update_quota) is disallowed by policy"));
    const auto changes = context.body.value("quota").toObject();
    for (auto change = changes.begin(); change != changes.end(); ++change)
        if (resources.contains(change.key()))
            project->quota.insert(change.key(), change.value().toInteger());
    return showQuota(context);
}

} // namespace

qint64 networkUsage(const State &state, const QString &projectId, const QString &resource)
{
    if (resource == u"network")
        return ownedBy(projectId, state.networks);
    if (resource == u"subnet")
        return ownedBy(projectId, state.subnets);
    if (resource == u"port")
        return ownedBy(projectId, state.ports);
    if (resource == u"floatingip")
        return ownedBy(projectId, state.floatingIps);
    if (resource == u"security_group")
        return ownedBy(projectId, state.securityGroups);
    qint64 rules = 0;
    if (resource == u"security_group_rule")
        for (const auto &group : state.securityGroups)
            rules += group.projectId == projectId ? group.rules.size() : 0;
    return rules;
}

bool hasNetworkQuota(const Context &context, const QString &resource)
{
    const auto limit = limitOf(context.state, context.caller.projectId, resource);
    return limit < 0 || networkUsage(context.state, context.caller.projectId, resource) < limit;
}

Response overNetworkQuota(const QString &resource)
{
    return neutronError(409, QStringLiteral("OverQuota"),
                        QStringLiteral("Quota exceeded for resources: ['%1'].").arg(resource));
}

void addNetworkQuotaRoutes(Router &router)
{
    const QString quota = QStringLiteral("/network/v2.0/quotas/{project}");
    for (const auto &suffix : {QString(), QStringLiteral(".json")}) {
        router.add("GET", quota + QStringLiteral("/details") + suffix, showQuotaDetails);
        router.add("GET", quota + QStringLiteral("/default") + suffix, showDefaultQuota);
    }
    router.add("GET", quota, showQuota);
    router.add("PUT", quota, changeQuota);
}

} // namespace imagebuilder::simcloud
