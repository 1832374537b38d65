// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/simcloudmember.h"

#include <QtCore/QJsonDocument>

namespace imagebuilder::testing {

namespace {
const QJsonObject defaultDomain{{"name", "Default"}};

QByteArray bytesOf(const QJsonObject &object)
{
    return object.isEmpty() ? QByteArray() : QJsonDocument(object).toJson(QJsonDocument::Compact);
}
} // namespace

QStringList simpleAccounts()
{
    return {"--accounts", "builder:builder:builder", "consumer:consumer:consumer", "admin:admin:admin"};
}

QJsonObject projectScope(const QString &project)
{
    return {{"project", QJsonObject{{"name", project}, {"domain", defaultDomain}}}};
}

QJsonObject passwordLogin(const QString &user, const QString &password, const QJsonObject &scope)
{
    const QJsonObject who{{"name", user}, {"password", password}, {"domain", defaultDomain}};
    const QJsonObject identity{{"methods", QJsonArray{"password"}}, {"password", QJsonObject{{"user", who}}}};
    QJsonObject auth{{"identity", identity}};
    if (!scope.isEmpty())
        auth.insert("scope", scope);
    return {{"auth", auth}};
}

HttpReply logIn(const SimcloudProcess &cloud, const QJsonObject &auth)
{
    return exchange("POST", cloud.url(QStringLiteral("/identity/v3/auth/tokens")), bytesOf(auth),
                    {{"Content-Type", "application/json"}});
}

SimcloudMember::SimcloudMember(const SimcloudProcess &cloud, const QString &project) : m_cloud(cloud)
{
    const auto reply = logIn(cloud, passwordLogin(project, project, projectScope(project)));
    m_token = reply.headers.value("x-subject-token");
    m_projectId = reply.json()[u"token"][u"project"][u"id"].toString();
}

HttpReply SimcloudMember::ask(const QByteArray &method, const QString &path, const QJsonObject &body) const
{
    return send(method, path, bytesOf(body), {{"Content-Type", "application/json"}});
}

HttpReply SimcloudMember::send(const QByteArray &method, const QString &path, const QByteArray &body,
                               QMap<QByteArray, QByteArray> headers) const
{
    headers.insert("X-Auth-Token", m_token);
    return exchange(method, m_cloud.url(path), body, headers);
}

} // namespace imagebuilder::testing
