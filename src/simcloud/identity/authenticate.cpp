// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/identity/authenticate.h"

#include "simcloud/identity/catalog.h"
#include "simcloud/identity/tokens.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

#include <QtCore/QJsonArray>

#include <algorithm>

namespace imagebuilder::simcloud {

namespace {

/// Who it is, and what an application credential binds to.
struct Proof
{
    QString userId;
    std::optional<Scope> boundTo;
    std::optional<QDateTime> expires; ///< a token got with a token lives no longer than that one
    QStringList methods;
};

bool isDefaultDomain(const QJsonObject &domain)
{
    return domain.value("id") == "default" || domain.value("name") == "Default";
}

const User *findUser(const State &state, const QJsonObject &asked)
{
    if (const auto id = asked.value("id").toString(); !id.isEmpty())
        return find(state.users, id);
    const auto found = std::ranges::find(state.users, asked.value("name").toString(), &User::name);
    return found != state.users.end() && isDefaultDomain(asked.value("domain").toObject()) ? &*found : nullptr;
}

std::optional<Proof> byPassword(const State &state, const QJsonObject &asked)
{
    const auto who = asked.value("user").toObject();
    const auto *user = findUser(state, who);
    if (!user || user->password != who.value("password").toString())
        return std::nullopt;
    return Proof{.userId = user->id, .boundTo = {}, .expires = {}, .methods = {QStringLiteral("password")}};
}

std::optional<Proof> byToken(const State &state, const QJsonObject &asked)
{
    const auto *token = validToken(state, asked.value("id").toString());
    if (!token)
        return std::nullopt;
    auto methods = token->methods;
    if (!methods.contains(QStringLiteral("token")))
        methods.append(QStringLiteral("token"));
    return Proof{.userId = token->userId, .boundTo = {}, .expires = token->expires, .methods = methods};
}

std::optional<Proof> byApplicationCredential(const State &state, const QJsonObject &asked)
{
    const auto *user = findUser(state, asked.value("user").toObject());
    for (const auto &credential : state.applicationCredentials) {
        const bool isMeant = asked.contains("id") ? credential.id == asked.value("id").toString()
                                                  : user && credential.userId == user->id &&
                                                        credential.name == asked.value("name").toString();
        if (isMeant && credential.secret == asked.value("secret").toString())
            return Proof{.userId = credential.userId,
                         .boundTo = Scope{.projectId = credential.projectId, .domainId = {}},
                         .expires = {},
                         .methods = {QStringLiteral("application_credential")}};
    }
    return std::nullopt;
}

std::optional<Proof> proofFrom(const State &state, const QJsonObject &identity)
{
    const auto methods = identity.value("methods").toArray();
    if (methods.contains(QJsonValue(QStringLiteral("application_credential"))))
        return byApplicationCredential(state, identity.value("application_credential").toObject());
    if (methods.contains(QJsonValue(QStringLiteral("token"))))
        return byToken(state, identity.value("token").toObject());
    return byPassword(state, identity.value("password").toObject());
}

/// Nothing when there is no such project or domain.
std::optional<Scope> scopeFrom(const State &state, const QJsonObject &asked)
{
    Scope scope;
    if (asked.contains("system")) {
        scope.system = asked.value("system").toObject().value("all").toBool();
    } else if (const auto domain = asked.value("domain").toObject(); !domain.isEmpty()) {
        if (!isDefaultDomain(domain))
            return std::nullopt;
        scope.domainId = QStringLiteral("default");
    } else if (const auto project = asked.value("project").toObject(); !project.isEmpty()) {
        const bool byId = project.contains("id");
        const auto found = byId ? std::ranges::find(state.projects, project.value("id").toString(), &Project::id)
                                : std::ranges::find(state.projects, project.value("name").toString(), &Project::name);
        if (found == state.projects.end() || (!byId && !isDefaultDomain(project.value("domain").toObject())))
            return std::nullopt;
        scope.projectId = found->id;
    }
    return scope;
}

Response loginRefused()
{
    return keystoneError(401, QStringLiteral("The request you have made requires authentication."));
}

} // namespace

Response authenticate(Context &context)
{
    const auto auth = context.body.value("auth").toObject();
    const auto identity = auth.value("identity").toObject();
    if (identity.value("methods").toArray().isEmpty())
        return keystoneError(400, QStringLiteral("'identity' is a required property"));
    const auto proof = proofFrom(context.state, identity);
    // "unscoped" comes as a string.
    auto scope = scopeFrom(context.state, auth.value("scope").toObject());
    if (!proof || !scope || (proof->boundTo && !auth.value("scope").toObject().isEmpty()))
        return loginRefused();
    if (proof->boundTo)
        scope = proof->boundTo;
    const auto &options = context.cloud.options();
    const auto *token = issueToken(context.state, proof->userId, *scope, proof->methods,
                                   proof->expires.value_or(now().addSecs(options.tokenLife.count())));
    if (!token)
        return loginRefused();
    const auto catalog = catalogJson(context.cloud.url(), options.regions, token->projectId);
    auto response = Response::json({{"token", tokenJson(context.state, *token, catalog)}}, 201);
    response.headers = {{"X-Subject-Token", token->id.toLatin1()}, {"Vary", "X-Auth-Token"}};
    return response;
}

} // namespace imagebuilder::simcloud
