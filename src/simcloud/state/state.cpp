// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/state/state.h"

#include <QtCore/QUuid>

#include <algorithm>

namespace imagebuilder::simcloud {

QString newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString newKeystoneId()
{
    return QUuid::createUuid().toString(QUuid::Id128);
}

QDateTime now()
{
    return QDateTime::fromSecsSinceEpoch(QDateTime::currentSecsSinceEpoch(), QTimeZone::UTC);
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

Quota defaultQuota()
{
    return {
        {"instances", 10},
        {"cores", 20},
        {"ram", 51200},
        {"metadata_items", 128},
        {"key_pairs", 100},
        {"server_groups", 10},
        {"server_group_members", 10},
        {"injected_files", 5},
        {"injected_file_content_bytes", 10240},
        {"injected_file_path_bytes", 255},
        {"fixed_ips", -1},
        {"floating_ips", -1},
        {"security_groups", -1},
        {"security_group_rules", -1},
        {"network", 100},
        {"subnet", 100},
        {"subnetpool", -1},
        {"port", 500},
        {"floatingip", 50},
        {"security_group", 10},
        {"security_group_rule", 100},
        {"rbac_policy", 10},
        {"volumes", 10},
        {"gigabytes", 1000},
        {"image_count_total", -1},
        {"image_size_total", -1}, // MiB
    };
}

Project &ensureProject(State &state, const QString &name)
{
    for (auto &project : state.projects)
        if (project.name == name)
            return project;
    state.projects.append({.id = newKeystoneId(), .name = name, .quota = defaultQuota()});
    auto &project = state.projects.last();
    SecurityGroup group{.id = newId(),
                        .name = QStringLiteral("default"),
                        .description = QStringLiteral("Default security group"),
                        .projectId = project.id,
                        .rules = {},
                        .created = now(),
                        .updated = now()};
    for (const auto &etherType : {QStringLiteral("IPv4"), QStringLiteral("IPv6")}) {
        SecurityGroupRule rule{.id = newId(),
                               .direction = QStringLiteral("egress"),
                               .etherType = etherType,
                               .protocol = {},
                               .remotePrefix = {},
                               .remoteGroupId = {},
                               .description = {},
                               .created = now()};
        group.rules.append(rule);
        rule.id = newId();
        rule.direction = QStringLiteral("ingress");
        rule.remoteGroupId = group.id;
        group.rules.append(rule);
    }
    state.securityGroups.append(group);
    return project;
}

User &ensureUser(State &state, const QString &projectId, const QString &name, const QString &password,
                 const QStringList &roles)
{
    const auto found = std::ranges::find(state.users, name, &User::name);
    auto &user = found != state.users.end()
                     ? *found
                     : state.users.emplaceBack(User{.id = newKeystoneId(), .name = name, .password = {}, .roles = {}});
    if (!password.isEmpty())
        user.password = password;
    user.roles.insert(projectId, roles);
    return user;
}

} // namespace imagebuilder::simcloud
