// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/identity/authcodec.h"

#include "base/json.h"

namespace imagebuilder::openstack {

namespace {

QJsonObject named(const QString &id, const QString &name)
{
    return id.isEmpty() ? QJsonObject{{QStringLiteral("name"), name}} : QJsonObject{{QStringLiteral("id"), id}};
}

/// A user or project: by its id, or by its name within a domain. Keystone's first domain has the id `default`.
QJsonObject inDomain(const QString &id, const QString &name, const QString &domainId, const QString &domainName)
{
    auto object = named(id, name);
    if (id.isEmpty()) {
        const auto orDefault = domainName.isEmpty() && domainId.isEmpty() ? QStringLiteral("default") : domainId;
        object.insert(QStringLiteral("domain"), named(orDefault, domainName));
    }
    return object;
}

QJsonObject user(const Credentials &login)
{
    return inDomain(login.userId, login.userName, login.userDomainId, login.userDomainName);
}

QJsonObject applicationCredential(const Credentials &login)
{
    auto object = named(login.applicationCredentialId, login.applicationCredentialName);
    object.insert(QStringLiteral("secret"), login.applicationCredentialSecret.revealText());
    if (login.applicationCredentialId.isEmpty())
        object.insert(QStringLiteral("user"), user(login));
    return object;
}

QJsonObject identity(const QString &method, const QJsonObject &proof)
{
    return {{QStringLiteral("methods"), QJsonArray{method}}, {method, proof}};
}

QJsonObject identity(const Credentials &login)
{
    switch (login.type) {
    case AuthType::Token:
        return identity(QStringLiteral("token"), {{QStringLiteral("id"), login.token.revealText()}});
    case AuthType::ApplicationCredential:
        return identity(QStringLiteral("application_credential"), applicationCredential(login));
    case AuthType::Password:
        break;
    }
    auto who = user(login);
    who.insert(QStringLiteral("password"), login.password.revealText());
    return identity(QStringLiteral("password"), {{QStringLiteral("user"), who}});
}

/// Empty for an application credential, which is bound to its project.
QJsonObject scope(const Credentials &login)
{
    if (login.type == AuthType::ApplicationCredential)
        return {};
    if (login.systemScope)
        return {{QStringLiteral("system"), QJsonObject{{QStringLiteral("all"), true}}}};
    if (!login.projectId.isEmpty() || !login.projectName.isEmpty())
        return {{QStringLiteral("project"),
                 inDomain(login.projectId, login.projectName, login.projectDomainId, login.projectDomainName)}};
    return {{QStringLiteral("domain"), named(login.domainId, login.domainName)}};
}

} // namespace

QByteArray authBody(const Credentials &credentials)
{
    QJsonObject auth{{QStringLiteral("identity"), identity(credentials)}};
    if (const auto wanted = scope(credentials); !wanted.isEmpty())
        auth.insert(QStringLiteral("scope"), wanted);
    return compactJson({{QStringLiteral("auth"), auth}});
}

QString shownLogin(const Credentials &credentials)
{
    if (credentials.type == AuthType::Token)
        return QStringLiteral("the given token");
    if (credentials.type == AuthType::ApplicationCredential)
        return QStringLiteral("application credential \"%1\"")
            .arg(credentials.applicationCredentialId.isEmpty() ? credentials.applicationCredentialName
                                                               : credentials.applicationCredentialId);
    const auto user = credentials.userId.isEmpty() ? credentials.userName : credentials.userId;
    const auto project = credentials.projectId.isEmpty() ? credentials.projectName : credentials.projectId;
    return project.isEmpty() ? QStringLiteral("user \"%1\"").arg(user)
                             : QStringLiteral("user \"%1\" in project \"%2\"").arg(user, project);
}

} // namespace imagebuilder::openstack
