// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/simcloudmember.h"
#include "support/testmain.h"

using namespace imagebuilder::testing;

class KeystoneTest : public QObject
{
    Q_OBJECT

    SimcloudProcess m_cloud{simpleAccounts() + QStringList{"--region", "here", "there"}};

    HttpReply withToken(const QByteArray &token, const QJsonObject &scope)
    {
        const QJsonObject identity{{"methods", QJsonArray{"token"}},
                                   {"token", QJsonObject{{"id", QString::fromLatin1(token)}}}};
        return logIn(m_cloud, {{"auth", QJsonObject{{"identity", identity}, {"scope", scope}}}});
    }

private Q_SLOTS:
    void rootIsAChoiceOfVersions()
    {
        const auto reply = exchange("GET", m_cloud.url(QStringLiteral("/identity")));
        QCOMPARE(reply.status, 300);
        QCOMPARE(reply.json()[u"versions"][u"values"][0][u"id"].toString(), u"v3.14");
    }

    void aWrongPasswordIsABare401()
    {
        const auto reply = logIn(m_cloud, passwordLogin("builder", "wrong", projectScope("builder")));
        QCOMPARE(reply.status, 401);
        QVERIFY(!reply.headers.contains("x-subject-token"));
        QCOMPARE(logIn(m_cloud, passwordLogin("nobody", "x", projectScope("builder"))).status, 401);
        QCOMPARE(logIn(m_cloud, passwordLogin("builder", "builder", projectScope("consumer"))).status, 401);
    }

    void theCatalogHasEveryServiceInEachRegion()
    {
        const QJsonValue token =
            logIn(m_cloud, passwordLogin("builder", "builder", projectScope("builder"))).json()[u"token"];
        const auto catalog = token[u"catalog"].toArray();
        QCOMPARE(catalog.size(), 5);
        for (const auto &service : catalog)
            QCOMPARE(service.toObject()[u"endpoints"].toArray().size(), 6);
        QVERIFY(QDateTime::fromString(token[u"expires_at"].toString(), Qt::ISODate) > QDateTime::currentDateTimeUtc());
    }

    void anUnscopedTokenHasNoCatalogAndBuysAScopedOne()
    {
        const auto unscoped = logIn(m_cloud, passwordLogin("builder", "builder", {}));
        QCOMPARE(unscoped.status, 201);
        QVERIFY(!unscoped.json()[u"token"].toObject().contains("catalog"));
        const auto scoped = withToken(unscoped.headers.value("x-subject-token"), projectScope("builder"));
        QCOMPARE(scoped.status, 201);
        QCOMPARE(scoped.json()[u"token"][u"project"][u"name"].toString(), u"builder");
        QCOMPARE(scoped.json()[u"token"][u"expires_at"], unscoped.json()[u"token"][u"expires_at"]);
    }

    void onlyAdministratorsGetDomainAndSystemScope()
    {
        const QJsonObject system{{"system", QJsonObject{{"all", true}}}};
        const QJsonObject domain{{"domain", QJsonObject{{"id", "default"}}}};
        QCOMPARE(logIn(m_cloud, passwordLogin("builder", "builder", system)).status, 401);
        QCOMPARE(logIn(m_cloud, passwordLogin("builder", "builder", domain)).status, 401);
        const auto reply = logIn(m_cloud, passwordLogin("admin", "admin", system));
        QCOMPARE(reply.status, 201);
        QCOMPARE(reply.json()[u"token"][u"system"][u"all"].toBool(), true);
    }

    void anApplicationCredentialLogsInToItsProject()
    {
        const SimcloudMember builder(m_cloud, QStringLiteral("builder"));
        const auto user = m_cloud.element("users", "builder").value("id").toString();
        const auto path = QStringLiteral("/identity/v3/users/%1/application_credentials").arg(user);
        const auto made = builder.ask("POST", path, {{"application_credential", QJsonObject{{"name", "ci"}}}});
        QCOMPARE(made.status, 201);
        const QJsonValue credential = made.json()[u"application_credential"];
        const auto login = [&](const QJsonValue &secret) {
            const QJsonObject proof{{"id", credential[u"id"]}, {"secret", secret}};
            const QJsonObject identity{{"methods", QJsonArray{"application_credential"}},
                                       {"application_credential", proof}};
            return logIn(m_cloud, {{"auth", QJsonObject{{"identity", identity}}}});
        };
        QCOMPARE(login("wrong").status, 401);
        const auto reply = login(credential[u"secret"]);
        QCOMPARE(reply.status, 201);
        QCOMPARE(reply.json()[u"token"][u"project"][u"id"].toString(), builder.projectId());
    }

    void membersSeeTheirOwnProjectsOnly()
    {
        const SimcloudMember builder(m_cloud, QStringLiteral("builder"));
        QCOMPARE(builder.ask("GET", "/identity/v3/projects").status, 403);
        QCOMPARE(builder.ask("GET", "/identity/v3/users").status, 403);
        const auto own = builder.ask("GET", "/identity/v3/auth/projects").json()[u"projects"].toArray();
        QCOMPARE(own.size(), 1);
        QCOMPARE(own[0][u"id"].toString(), builder.projectId());
    }

    void aTokenEndsWhenItIsRevokedOrExpires()
    {
        const SimcloudMember builder(m_cloud, QStringLiteral("builder"));
        const SimcloudMember other(m_cloud, QStringLiteral("builder"));
        const QString tokens = QStringLiteral("/identity/v3/auth/tokens");
        QCOMPARE(builder.send("HEAD", tokens, {}, {{"X-Subject-Token", other.token()}}).status, 200);
        QCOMPARE(builder.send("DELETE", tokens, {}, {{"X-Subject-Token", other.token()}}).status, 204);
        QCOMPARE(builder.send("GET", tokens, {}, {{"X-Subject-Token", other.token()}}).status, 404);
        QCOMPARE(other.ask("GET", "/image/v2/images").status, 401);
        m_cloud.steer("POST", QStringLiteral("tokens/expire"));
        const auto reply = builder.ask("GET", "/image/v2/images");
        QCOMPARE(reply.status, 401);
        QVERIFY(reply.body.startsWith("<html>"));
    }
};

IMAGEBUILDER_TEST(KeystoneTest, "keystone")

#include "keystonetest.moc"
