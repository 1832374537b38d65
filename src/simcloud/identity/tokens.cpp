// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/identity/tokens.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

const QJsonObject &defaultDomain()
{
    static const QJsonObject domain{{"id", "default"}, {"name", "Default"}};
    return domain;
}

QStringList rolesOf(const User &user, const Scope &scope)
{
    if (!scope.projectId.isEmpty())
        return user.roles.value(scope.projectId);
    QStringList all;
    for (const auto &roles : user.roles)
        all += roles;
    // Domain and system belong to administrators; a member has a role in projects only.
    if (scope.system || !scope.domainId.isEmpty())
        return all.contains(QStringLiteral("admin")) ? QStringList{QStringLiteral("admin")} : QStringList();
    return {};
}

/// Keystone writes microseconds.
QString precise(const QDateTime &time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss.000000'Z'"));
}

} // namespace

const Token *validToken(const State &state, const QString &id)
{
    const auto token = state.tokens.constFind(id);
    return token != state.tokens.cend() && token->expires > now() ? &*token : nullptr;
}

Token *issueToken(State &state, const QString &userId, const Scope &scope, const QStringList &methods,
                  const QDateTime &expires)
{
    const auto *user = find(state.users, userId);
    const bool isScoped = scope.system || !scope.projectId.isEmpty() || !scope.domainId.isEmpty();
    const auto roles = user ? rolesOf(*user, scope) : QStringList();
    if (!user || (isScoped && roles.isEmpty()))
        return nullptr;
    Token token{.id = QStringLiteral("gAAAAA") + newKeystoneId() + newKeystoneId() + newKeystoneId(),
                .userId = userId,
                .projectId = scope.projectId,
                .domainId = scope.domainId,
                .system = scope.system,
                .methods = methods,
                .roles = roles,
                .issued = now(),
                .expires = expires};
    return &*state.tokens.insert(token.id, token);
}

QJsonObject tokenJson(const State &state, const Token &token, const QJsonArray &catalog)
{
    const auto *user = find(state.users, token.userId);
    QJsonObject json{
        {"methods", QJsonArray::fromStringList(token.methods)},
        {"user", QJsonObject{{"id", token.userId},
                             {"name", user ? user->name : QString()},
                             {"domain", defaultDomain()},
                             {"password_expires_at", QJsonValue::Null}}},
        {"audit_ids", QJsonArray{token.id.right(22)}},
        {"issued_at", precise(token.issued)},
        {"expires_at", precise(token.expires)},
    };
    if (const auto *project = find(state.projects, token.projectId)) {
        json.insert("project", QJsonObject{{"id", project->id}, {"name", project->name}, {"domain", defaultDomain()}});
        json.insert("is_domain", false);
    } else if (token.system) {
        json.insert("system", QJsonObject{{"all", true}});
    } else if (!token.domainId.isEmpty()) {
        json.insert("domain", defaultDomain());
    } else {
        return json;
    }
    QJsonArray roles;
    for (const auto &role : token.roles)
        roles.append(QJsonObject{{"id", role + QStringLiteral("-role")}, {"name", role}});
    json.insert("roles", roles);
    json.insert("catalog", catalog);
    return json;
}

} // namespace imagebuilder::simcloud
