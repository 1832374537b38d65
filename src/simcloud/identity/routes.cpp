// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/identity/routes.h"

#include "simcloud/identity/applicationcredentials.h"
#include "simcloud/identity/authenticate.h"
#include "simcloud/identity/catalog.h"
#include "simcloud/identity/tokens.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

QJsonObject keystoneVersion(const Context &context)
{
    const QJsonObject link{{"rel", "self"}, {"href", context.cloud.url() + QStringLiteral("/identity/v3/")}};
    const QJsonObject media{{"base", "application/json"}, {"type", "application/vnd.openstack.identity-v3+json"}};
    return {{"id", "v3.14"},
            {"status", "stable"},
            {"updated", "2020-04-07T00:00:00Z"},
            {"links", QJsonArray{link}},
            {"media-types", QJsonArray{media}}};
}

Response showKeystoneVersions(Context &context)
{
    return Response::json({{"versions", QJsonObject{{"values", QJsonArray{keystoneVersion(context)}}}}}, 300);
}

Response showKeystoneVersion(Context &context)
{
    return Response::json({{"version", keystoneVersion(context)}});
}

/// The token that X-Subject-Token names; HEAD comes here too.
Response showToken(Context &context)
{
    const auto id = QString::fromLatin1(context.request.headers.value("x-subject-token"));
    const auto *token = validToken(context.state, id);
    if (!token)
        return keystoneError(404, QStringLiteral("Could not find token."));
    const auto catalog = context.request.query.hasQueryItem(QStringLiteral("nocatalog"))
                             ? QJsonArray()
                             : catalogJson(context.cloud.url(), context.cloud.options().regions, token->projectId);
    auto response = Response::json({{"token", tokenJson(context.state, *token, catalog)}});
    response.headers.append({"X-Subject-Token", id.toLatin1()});
    return response;
}

Response revokeToken(Context &context)
{
    const auto id = QString::fromLatin1(context.request.headers.value("x-subject-token"));
    if (context.state.tokens.remove(id) == 0)
        return keystoneError(404, QStringLiteral("Could not find token."));
    return Response::empty(204);
}

QJsonObject keystoneProject(const Context &context, const Project &project)
{
    const QJsonObject links{{"self", context.cloud.url() + QStringLiteral("/identity/v3/projects/") + project.id}};
    return {{"id", project.id},         {"name", project.name},   {"domain_id", "default"}, {"description", ""},
            {"enabled", true},          {"parent_id", "default"}, {"is_domain", false},     {"tags", QJsonArray()},
            {"options", QJsonObject()}, {"links", links}};
}

Response keystoneList(const QString &key, const QJsonArray &elements)
{
    const QJsonObject links{{"next", QJsonValue::Null}, {"previous", QJsonValue::Null}};
    return Response::json({{key, elements}, {"links", links}});
}

/// Those in which the caller has a role.
Response listOwnProjects(Context &context)
{
    QJsonArray projects;
    const auto *user = find(context.state.users, context.caller.userId);
    for (const auto &project : std::as_const(context.state.projects))
        if (user && user->roles.contains(project.id))
            projects.append(keystoneProject(context, project));
    return keystoneList(QStringLiteral("projects"), projects);
}

Response keystoneForbidden(const QString &action)
{
    return keystoneError(403,
                         QStringLiteral("You are not authorized to perform the requested action: %1.").arg(action));
}

Response listProjects(Context &context)
{
    if (!context.caller.isAdmin())
        return keystoneForbidden(QStringLiteral("identity:list_projects"));
    QJsonArray projects;
    const auto name = context.request.parameter(QStringLiteral("name"));
    for (const auto &project : std::as_const(context.state.projects))
        if (name.isEmpty() || project.name == name)
            projects.append(keystoneProject(context, project));
    return keystoneList(QStringLiteral("projects"), projects);
}

Response showProject(Context &context)
{
    const auto *project = find(context.state.projects, context.id());
    if (!context.caller.isAdmin() && context.caller.projectId != context.id())
        return keystoneForbidden(QStringLiteral("identity:get_project"));
    if (!project)
        return keystoneError(404, QStringLiteral("Could not find project: %1.").arg(context.id()));
    return Response::json({{"project", keystoneProject(context, *project)}});
}

QJsonObject keystoneUser(const User &user)
{
    return {{"id", user.id},   {"name", user.name},        {"domain_id", "default"},
            {"enabled", true}, {"options", QJsonObject()}, {"password_expires_at", QJsonValue::Null}};
}

Response listUsers(Context &context)
{
    if (!context.caller.isAdmin())
        return keystoneForbidden(QStringLiteral("identity:list_users"));
    QJsonArray users;
    for (const auto &user : std::as_const(context.state.users))
        users.append(keystoneUser(user));
    return keystoneList(QStringLiteral("users"), users);
}

Response showUser(Context &context)
{
    const auto *user = find(context.state.users, context.id());
    if (!user || (!context.caller.isAdmin() && context.caller.userId != context.id()))
        return keystoneForbidden(QStringLiteral("identity:get_user"));
    return Response::json({{"user", keystoneUser(*user)}});
}

Response showCatalog(Context &context)
{
    return Response::json(
        {{"catalog", catalogJson(context.cloud.url(), context.cloud.options().regions, context.caller.projectId)}});
}

} // namespace

void addIdentityRoutes(Router &router)
{
    const QString v3 = QStringLiteral("/identity/v3");
    router.add("GET", QStringLiteral("/identity"), showKeystoneVersions, Access::Open);
    router.add("GET", v3, showKeystoneVersion, Access::Open);
    router.add("POST", v3 + QStringLiteral("/auth/tokens"), authenticate, Access::Open);
    router.add("GET", v3 + QStringLiteral("/auth/tokens"), showToken);
    router.add("DELETE", v3 + QStringLiteral("/auth/tokens"), revokeToken);
    router.add("GET", v3 + QStringLiteral("/auth/projects"), listOwnProjects);
    router.add("GET", v3 + QStringLiteral("/auth/catalog"), showCatalog);
    router.add("GET", v3 + QStringLiteral("/projects"), listProjects);
    router.add("GET", v3 + QStringLiteral("/projects/{id}"), showProject);
    router.add("GET", v3 + QStringLiteral("/users"), listUsers);
    router.add("GET", v3 + QStringLiteral("/users/{id}"), showUser);
    addApplicationCredentialRoutes(router);
}

} // namespace imagebuilder::simcloud
