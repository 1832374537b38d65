// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/handlers.h"
#include "simcloud/compute/usage.h"
#include "simcloud/sim/errors.h"

namespace imagebuilder::simcloud {

namespace {

/// Fields that older versions had; Nova dropped them one by one.
void addOldFields(QJsonObject &absolute, int microversion)
{
    if (microversion < 57) {
        absolute.insert("maxPersonality", 5);
        absolute.insert("maxPersonalitySize", 10240);
    }
    if (microversion < 39)
        absolute.insert("maxImageMeta", 128);
    if (microversion < 36)
        for (const auto *name : {"maxSecurityGroups", "maxSecurityGroupRules", "maxTotalFloatingIps"})
            absolute.insert(QLatin1StringView(name), -1);
    if (microversion < 36)
        for (const auto *name : {"totalFloatingIpsUsed", "totalSecurityGroupsUsed"})
            absolute.insert(QLatin1StringView(name), 0);
}

QJsonObject quotaJson(const Project &project, int microversion)
{
    QJsonObject object{{"id", project.id}};
    for (const auto &name :
         {QStringLiteral("instances"), QStringLiteral("cores"), QStringLiteral("ram"), QStringLiteral("metadata_items"),
          QStringLiteral("key_pairs"), QStringLiteral("server_groups"), QStringLiteral("server_group_members")})
        object.insert(name, project.quota.value(name, -1));
    if (microversion < 57)
        for (const auto &name : {QStringLiteral("injected_files"), QStringLiteral("injected_file_content_bytes"),
                                 QStringLiteral("injected_file_path_bytes")})
            object.insert(name, project.quota.value(name, -1));
    if (microversion < 36)
        for (const auto &name : {QStringLiteral("fixed_ips"), QStringLiteral("floating_ips"),
                                 QStringLiteral("security_groups"), QStringLiteral("security_group_rules")})
            object.insert(name, -1);
    return object;
}

/// The project of the path, as far as the caller may see its quota.
Project *visibleProject(Context &context)
{
    if (context.id() != context.caller.projectId && !context.caller.isAdmin())
        return nullptr;
    return find(context.state.projects, context.id());
}

Response notAllowed()
{
    return novaError(403, QStringLiteral("Policy doesn't allow os_compute_api:os-quota-sets to be performed."));
}

} // namespace

Response showLimits(Context &context)
{
    const auto *project = find(context.state.projects, context.caller.projectId);
    const auto usage = computeUsage(context.state, context.caller.projectId);
    const auto quota = project ? project->quota : Quota();
    QJsonObject absolute{{"maxTotalInstances", quota.value("instances", -1)},
                         {"maxTotalCores", quota.value("cores", -1)},
                         {"maxTotalRAMSize", quota.value("ram", -1)},
                         {"maxTotalKeypairs", quota.value("key_pairs", -1)},
                         {"maxServerMeta", quota.value("metadata_items", -1)},
                         {"maxServerGroups", quota.value("server_groups", -1)},
                         {"maxServerGroupMembers", quota.value("server_group_members", -1)},
                         {"totalInstancesUsed", usage.instances},
                         {"totalCoresUsed", usage.cores},
                         {"totalRAMUsed", usage.ram},
                         {"totalServerGroupsUsed", 0}};
    addOldFields(absolute, context.microversion);
    return Response::json({{"limits", QJsonObject{{"rate", QJsonArray()}, {"absolute", absolute}}}});
}

Response showQuota(Context &context)
{
    const auto *project = visibleProject(context);
    return project ? Response::json({{"quota_set", quotaJson(*project, context.microversion)}}) : notAllowed();
}

Response showQuotaDetail(Context &context)
{
    const auto *project = visibleProject(context);
    if (!project)
        return notAllowed();
    const auto usage = computeUsage(context.state, project->id);
    const QJsonObject used{{"instances", usage.instances}, {"cores", usage.cores}, {"ram", usage.ram}};
    QJsonObject detail;
    const auto limits = quotaJson(*project, context.microversion);
    for (auto limit = limits.begin(); limit != limits.end(); ++limit) {
        const QJsonObject whole{{"limit", limit.value()}, {"in_use", used.value(limit.key()).toInt()}, {"reserved", 0}};
        detail.insert(limit.key(), limit.value().isString() ? QJsonValue(limit.value()) : QJsonValue(whole));
    }
    return Response::json({{"quota_set", detail}});
}

Response updateQuota(Context &context)
{
    auto *project = find(context.state.projects, context.id());
    if (!context.caller.isAdmin() || !project)
        return notAllowed();
    const auto wish = context.body.value("quota_set").toObject();
    for (auto limit = wish.begin(); limit != wish.end(); ++limit)
        if (project->quota.contains(limit.key()) && limit.value().isDouble())
            project->quota[limit.key()] = limit.value().toInteger();
    return Response::json({{"quota_set", quotaJson(*project, context.microversion)}});
}

} // namespace imagebuilder::simcloud
