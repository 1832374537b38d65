// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/network/neutron.h"
#include "simcloud/sim/errors.h"
#include "simcloud/sim/router.h"

#include <algorithm>

namespace imagebuilder::simcloud {

namespace {

/// Null also for another project's.
SecurityGroup *wantedGroup(Context &context)
{
    auto *group = find(context.state.securityGroups, context.id());
    return group && isOwn(context, group->projectId) ? group : nullptr;
}

Response listGroups(Context &context)
{
    QList<QJsonObject> groups;
    for (const auto &group : std::as_const(context.state.securityGroups))
        if (isOwn(context, group.projectId))
            groups.append(neutronGroup(group));
    return neutronList(context, QStringLiteral("security_groups"), groups);
}

Response showGroup(Context &context)
{
    const auto *group = wantedGroup(context);
    return group ? Response::json({{"security_group", neutronGroup(*group)}})
                 : noSuch(QStringLiteral("SecurityGroup"), context.id());
}

/// Names may be given twice; only `default` is unique.
Response createGroup(Context &context)
{
    const auto asked = context.body.value("security_group").toObject();
    if (asked.isEmpty())
        return neutronError(400, QStringLiteral("HTTPBadRequest"),
                            QStringLiteral("Unable to find 'security_group' in request body"));
    if (asked.value("name") == "default")
        return neutronError(409, QStringLiteral("SecurityGroupDefaultAlreadyExists"),
                            QStringLiteral("Default security group already exists."));
    if (!hasNetworkQuota(context, QStringLiteral("security_group")))
        return overNetworkQuota(QStringLiteral("security_group"));
    SecurityGroup group{.id = newId(),
                        .name = asked.value("name").toString(),
                        .description = asked.value("description").toString(),
                        .projectId = context.caller.projectId,
                        .rules = {},
                        .created = now(),
                        .updated = now()};
    for (const auto &etherType : {QStringLiteral("IPv4"), QStringLiteral("IPv6")})
        group.rules.append({.id = newId(),
                            .direction = QStringLiteral("egress"),
                            .etherType = etherType,
                            .protocol = {},
                            .remotePrefix = {},
                            .remoteGroupId = {},
                            .description = {},
                            .created = now()});
    context.state.securityGroups.append(group);
    return Response::json({{"security_group", neutronGroup(group)}}, 201);
}

Response changeGroup(Context &context)
{
    auto *group = wantedGroup(context);
    if (!group)
        return noSuch(QStringLiteral("SecurityGroup"), context.id());
    const auto asked = context.body.value("security_group").toObject();
    if (asked.contains("name") && group->name == u"default")
        return neutronError(409, QStringLiteral("SecurityGroupCannotUpdateDefault"),
                            QStringLiteral("Updating default security group not allowed."));
    group->name = asked.value("name").toString(group->name);
    group->description = asked.value("description").toString(group->description);
    group->updated = now();
    return Response::json({{"security_group", neutronGroup(*group)}});
}

Response deleteGroup(Context &context)
{
    const auto *group = wantedGroup(context);
    if (!group)
        return noSuch(QStringLiteral("SecurityGroup"), context.id());
    if (group->name == u"default")
        return neutronError(409, QStringLiteral("SecurityGroupCannotRemoveDefault"),
                            QStringLiteral("Insufficient rights for removing default security group."));
    const bool inUse = std::ranges::any_of(std::as_const(context.state.ports), [&](const Port &port) {
        return port.securityGroups.contains(context.id());
    });
    if (inUse)
        return neutronError(409, QStringLiteral("SecurityGroupInUse"),
                            QStringLiteral("Security Group %1 in use.").arg(context.id()));
    removeById(context.state.securityGroups, context.id());
    return Response::empty(204);
}

} // namespace

void addSecurityGroupRoutes(Router &router)
{
    const QString groups = QStringLiteral("/network/v2.0/security-groups");
    router.add("GET", groups, listGroups);
    router.add("POST", groups, createGroup);
    router.add("GET", groups + QStringLiteral("/{id}"), showGroup);
    router.add("PUT", groups + QStringLiteral("/{id}"), changeGroup);
    router.add("DELETE", groups + QStringLiteral("/{id}"), deleteGroup);
}

} // namespace imagebuilder::simcloud
