// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/identity/applicationcredentials.h"

#include "simcloud/sim/errors.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

QJsonObject credentialJson(const ApplicationCredential &credential)
{
    return {{"id", credential.id},
            {"name", credential.name},
            {"description", QJsonValue::Null},
            {"project_id", credential.projectId},
            {"unrestricted", false},
            {"expires_at", QJsonValue::Null},
            {"roles", QJsonArray()}};
}

/// Only one's own; null also means that there is none of that id.
ApplicationCredential *wantedCredential(Context &context)
{
    auto *credential = find(context.state.applicationCredentials, context.captures.value(1));
    return credential && credential->userId == context.caller.userId && context.id() == credential->userId ? credential
                                                                                                           : nullptr;
}

Response noCredential(const Context &context)
{
    return keystoneError(404,
                         QStringLiteral("Could not find Application Credential: %1.").arg(context.captures.value(1)));
}

Response credentialForbidden()
{
    return keystoneError(403, QStringLiteral("You are not authorized to perform the requested action."));
}

Response createCredential(Context &context)
{
    if (context.id() != context.caller.userId || context.caller.projectId.isEmpty())
        return credentialForbidden();
    const auto asked = context.body.value("application_credential").toObject();
    ApplicationCredential credential{.id = newKeystoneId(),
                                     .name = asked.value("name").toString(),
                                     .secret = asked.value("secret").toString(newKeystoneId() + newKeystoneId()),
                                     .userId = context.caller.userId,
                                     .projectId = context.caller.projectId};
    for (const auto &other : std::as_const(context.state.applicationCredentials))
        if (other.userId == credential.userId && other.name == credential.name)
            return keystoneError(409, QStringLiteral("Conflict occurred attempting to store application_credential"));
    context.state.applicationCredentials.append(credential);
    auto json = credentialJson(credential);
    json.insert("secret", credential.secret); // shown this once
    return Response::json({{"application_credential", json}}, 201);
}

Response listCredentials(Context &context)
{
    if (context.id() != context.caller.userId)
        return credentialForbidden();
    QJsonArray all;
    for (const auto &credential : std::as_const(context.state.applicationCredentials))
        if (credential.userId == context.caller.userId)
            all.append(credentialJson(credential));
    return Response::json({{"application_credentials", all}});
}

Response showCredential(Context &context)
{
    const auto *credential = wantedCredential(context);
    return credential ? Response::json({{"application_credential", credentialJson(*credential)}})
                      : noCredential(context);
}

Response removeCredential(Context &context)
{
    const auto *credential = wantedCredential(context);
    if (!credential)
        return noCredential(context);
    removeById(context.state.applicationCredentials, QString(credential->id));
    return Response::empty(204);
}

} // namespace

void addApplicationCredentialRoutes(Router &router)
{
    const QString all = QStringLiteral("/identity/v3/users/{user}/application_credentials");
    router.add("POST", all, createCredential);
    router.add("GET", all, listCredentials);
    router.add("GET", all + QStringLiteral("/{id}"), showCredential);
    router.add("DELETE", all + QStringLiteral("/{id}"), removeCredential);
}

} // namespace imagebuilder::simcloud
