// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/network/neutron.h"
#include "simcloud/sim/errors.h"
#include "simcloud/sim/router.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace imagebuilder::simcloud {

namespace {

struct FoundRule
{
    SecurityGroup *group = nullptr;
    qsizetype index = -1;
};

FoundRule wantedRule(Context &context)
{
    for (auto &group : context.state.securityGroups) {
        const auto at = std::ranges::find(group.rules, context.id(), &SecurityGroupRule::id);
        if (at != group.rules.end() && isOwn(context, group.projectId))
            return {&group, at - group.rules.begin()};
    }
    return {};
}

/// Everywhere is the same as no prefix.
QString comparablePrefix(const QString &prefix)
{
    return prefix == u"0.0.0.0/0" || prefix == u"::/0" ? QString() : prefix;
}

bool isSame(const SecurityGroupRule &left, const SecurityGroupRule &right)
{
    return left.direction == right.direction && left.etherType == right.etherType && left.protocol == right.protocol &&
           left.portMin == right.portMin && left.portMax == right.portMax &&
           left.remoteGroupId == right.remoteGroupId &&
           comparablePrefix(left.remotePrefix) == comparablePrefix(right.remotePrefix);
}

/// "10.0.0.0/8"; an address alone is one too.
bool isPrefix(const QString &text, int family, int longest)
{
    std::array<char, 16> address{};
    const auto length = text.section(u'/', 1);
    bool isNumber = true;
    const int bits = length.isEmpty() ? longest : length.toInt(&isNumber);
    return inet_pton(family, text.section(u'/', 0, 0).toLatin1().constData(), address.data()) == 1 && isNumber &&
           bits >= 0 && bits <= longest;
}

Response badRule(const QString &type, const QString &message)
{
    return neutronError(400, type, message);
}

std::optional<Response> refusesRule(const SecurityGroupRule &rule)
{
    if (rule.direction != u"ingress" && rule.direction != u"egress")
        return badRule(QStringLiteral("HTTPBadRequest"), QStringLiteral("Invalid input for direction."));
    if (rule.etherType != u"IPv4" && rule.etherType != u"IPv6")
        return badRule(QStringLiteral("SecurityGroupRuleInvalidEtherType"),
                       QStringLiteral("Security group rule for ethertype '%1' not supported.").arg(rule.etherType));
    if (rule.protocol.isEmpty() && (rule.portMin >= 0 || rule.portMax >= 0))
        return badRule(QStringLiteral("SecurityGroupProtocolRequiredWithPorts"),
                       QStringLiteral("Must also specify protocol if port range is given."));
    if (rule.portMin > rule.portMax)
        return badRule(QStringLiteral("SecurityGroupInvalidPortRange"),
                       QStringLiteral("For TCP/UDP protocols, port_range_min must be <= port_range_max"));
    if (!rule.remotePrefix.isEmpty() && !rule.remoteGroupId.isEmpty())
        return badRule(QStringLiteral("SecurityGroupMultipleRemoteEntites"),
                       QStringLiteral("Only one of remote_ip_prefix or remote_group_id can be provided."));
    if (!rule.remotePrefix.isEmpty()) {
        const bool isFour = isPrefix(rule.remotePrefix, AF_INET, 32);
        if (!isFour && !isPrefix(rule.remotePrefix, AF_INET6, 128))
            return badRule(QStringLiteral("HTTPBadRequest"),
                           QStringLiteral("Invalid input for remote_ip_prefix. '%1' is not a valid IP subnet.")
                               .arg(rule.remotePrefix));
        if (isFour != (rule.etherType == u"IPv4"))
            return badRule(
                QStringLiteral("SecurityGroupRuleParameterConflict"),
                QStringLiteral("Conflicting value ethertype %1 for CIDR %2").arg(rule.etherType, rule.remotePrefix));
    }
    return std::nullopt;
}

int portFrom(const QJsonValue &value)
{
    return value.isString() ? value.toString().toInt() : value.toInt(-1);
}

Response createRule(Context &context)
{
    const auto asked = context.body.value("security_group_rule").toObject();
    SecurityGroupRule rule{.id = newId(),
                           .direction = asked.value("direction").toString(),
                           .etherType = asked.value("ethertype").toString(QStringLiteral("IPv4")),
                           .protocol = asked.value("protocol").toVariant().toString().toLower(),
                           .portMin = portFrom(asked.value("port_range_min")),
                           .portMax = portFrom(asked.value("port_range_max")),
                           .remotePrefix = asked.value("remote_ip_prefix").toString(),
                           .remoteGroupId = asked.value("remote_group_id").toString(),
                           .description = asked.value("description").toString(),
                           .created = now()};
    if (rule.protocol == u"any")
        rule.protocol.clear();
    if (auto refusal = refusesRule(rule))
        return std::move(*refusal);
    const auto groupId = asked.value("security_group_id").toString();
    auto *group = find(context.state.securityGroups, groupId);
    if (!group || !isOwn(context, group->projectId))
        return noSuch(QStringLiteral("SecurityGroup"), groupId);
    const auto twin = std::ranges::find_if(group->rules, [&](const auto &other) { return isSame(other, rule); });
    if (twin != group->rules.end())
        return neutronError(409, QStringLiteral("SecurityGroupRuleExists"),
                            QStringLiteral("Security group rule already exists. Rule id is %1.").arg(twin->id));
    if (!hasNetworkQuota(context, QStringLiteral("security_group_rule")))
        return overNetworkQuota(QStringLiteral("security_group_rule"));
    group->rules.append(rule);
    return Response::json({{"security_group_rule", neutronRule(*group, rule)}}, 201);
}

Response listRules(Context &context)
{
    QList<QJsonObject> rules;
    for (const auto &group : std::as_const(context.state.securityGroups))
        for (const auto &rule : group.rules)
            if (isOwn(context, group.projectId))
                rules.append(neutronRule(group, rule));
    return neutronList(context, QStringLiteral("security_group_rules"), rules);
}

Response showRule(Context &context)
{
    const auto found = wantedRule(context);
    if (!found.group)
        return noSuch(QStringLiteral("SecurityGroupRule"), context.id());
    return Response::json({{"security_group_rule", neutronRule(*found.group, found.group->rules.at(found.index))}});
}

Response deleteRule(Context &context)
{
    const auto found = wantedRule(context);
    if (!found.group)
        return noSuch(QStringLiteral("SecurityGroupRule"), context.id());
    found.group->rules.removeAt(found.index);
    return Response::empty(204);
}

} // namespace

void addSecurityGroupRuleRoutes(Router &router)
{
    const QString rules = QStringLiteral("/network/v2.0/security-group-rules");
    router.add("GET", rules, listRules);
    router.add("POST", rules, createRule);
    router.add("GET", rules + QStringLiteral("/{id}"), showRule);
    router.add("DELETE", rules + QStringLiteral("/{id}"), deleteRule);
}

} // namespace imagebuilder::simcloud
