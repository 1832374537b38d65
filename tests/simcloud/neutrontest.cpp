// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/simcloudmember.h"
#include "support/testmain.h"

using namespace imagebuilder::testing;

class NeutronTest : public QObject
{
    Q_OBJECT

    SimcloudProcess m_cloud{simpleAccounts() + QStringList{"--page-limit", "2"}};
    SimcloudMember m_builder{m_cloud, QStringLiteral("builder")};
    SimcloudMember m_consumer{m_cloud, QStringLiteral("consumer")};
    const QString m_groups = QStringLiteral("/network/v2.0/security-groups");
    const QString m_rules = QStringLiteral("/network/v2.0/security-group-rules");

    QString makeGroup(const QString &name)
    {
        const auto reply = m_builder.ask("POST", m_groups, {{"security_group", QJsonObject{{"name", name}}}});
        return reply.json()[u"security_group"][u"id"].toString();
    }
    HttpReply makeRule(const QString &group, QJsonObject rule)
    {
        rule.insert("security_group_id", group);
        rule.insert("direction", "ingress");
        return m_builder.ask("POST", m_rules, {{"security_group_rule", rule}});
    }

private Q_SLOTS:
    void groupNamesMayRepeatButNotDefault()
    {
        QVERIFY(makeGroup(QStringLiteral("twin")) != makeGroup(QStringLiteral("twin")));
        const auto reply = m_builder.ask("POST", m_groups, {{"security_group", QJsonObject{{"name", "default"}}}});
        QCOMPARE(reply.status, 409);
        QCOMPARE(reply.json()[u"NeutronError"][u"type"].toString(), u"SecurityGroupDefaultAlreadyExists");
    }

    void theSameRuleTwiceIsAConflict()
    {
        const auto group = makeGroup(QStringLiteral("rules"));
        const QJsonObject ssh{{"protocol", "tcp"}, {"port_range_min", 22}, {"port_range_max", 22}};
        QCOMPARE(makeRule(group, ssh).status, 201);
        auto everywhere = ssh;
        everywhere.insert("remote_ip_prefix", "0.0.0.0/0"); // the same as none
        const auto second = makeRule(group, everywhere);
        QCOMPARE(second.status, 409);
        QCOMPARE(second.json()[u"NeutronError"][u"type"].toString(), u"SecurityGroupRuleExists");
        QCOMPARE(makeRule(group, {{"port_range_min", 1}, {"port_range_max", 2}}).status, 400);
        QCOMPARE(makeRule(group, {{"remote_ip_prefix", "10.0.0.0/99"}}).status, 400);
        QCOMPARE(makeRule(group, {{"remote_ip_prefix", "fe80::/10"}}).status, 400);
    }

    void aGroupInUseCannotBeDeleted()
    {
        const auto group = makeGroup(QStringLiteral("used"));
        const auto network = m_cloud.element("networks", "builders").value("id");
        const QJsonObject port{{"network_id", network}, {"security_groups", QJsonArray{group}}};
        const auto made = m_builder.ask("POST", "/network/v2.0/ports", {{"port", port}});
        QCOMPARE(made.status, 201);
        QCOMPARE(m_builder.ask("DELETE", m_groups + u'/' + group).status, 409);
        QCOMPARE(m_consumer.ask("DELETE", m_groups + u'/' + group).status, 404);
        m_builder.ask("DELETE", QStringLiteral("/network/v2.0/ports/") + made.json()[u"port"][u"id"].toString());
        QCOMPARE(m_builder.ask("DELETE", m_groups + u'/' + group).status, 204);
    }

    void pagesHaveLinksAndFieldsFilter()
    {
        QStringList ids;
        for (const auto &name : {"a", "b", "c"})
            ids.append(makeGroup(QLatin1String(name)));
        QStringList found;
        QUrl next = m_cloud.url(m_groups + QStringLiteral("?fields=id&name=a&name=b&name=c"));
        while (!next.isEmpty()) {
            const auto page = exchange("GET", next, {}, {{"X-Auth-Token", m_builder.token()}}).json();
            for (const auto &group : page[u"security_groups"].toArray())
                found.append(group.toObject()[u"id"].toString());
            next = QUrl(page[u"security_groups_links"][0][u"href"].toString());
        }
        QCOMPARE(found, ids);
    }

    void quotasAreShownAndEnforced()
    {
        const auto path = QStringLiteral("/network/v2.0/quotas/") + m_consumer.projectId();
        QCOMPARE(m_builder.ask("GET", path).status, 403);
        const QJsonObject quota{{"security_group", 2}};
        QCOMPARE(SimcloudMember(m_cloud, QStringLiteral("admin")).ask("PUT", path, {{"quota", quota}}).status, 200);
        QCOMPARE(m_consumer.ask("POST", m_groups, {{"security_group", QJsonObject{{"name", "last"}}}}).status, 201);
        const auto refused = m_consumer.ask("POST", m_groups, {{"security_group", QJsonObject{{"name", "over"}}}});
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.json()[u"NeutronError"][u"type"].toString(), u"OverQuota");
        const QJsonValue details = m_consumer.ask("GET", path + QStringLiteral("/details.json")).json()[u"quota"];
        QCOMPARE(details[u"security_group"][u"used"].toInt(), 2);
        QCOMPARE(details[u"security_group"][u"limit"].toInt(), 2);
    }

    void withoutAnExternalNetworkThereAreNoFloatingAddresses()
    {
        const QString floatingIps = QStringLiteral("/network/v2.0/floatingips");
        QCOMPARE(m_builder.ask("GET", floatingIps).status, 404);
        const auto outside = m_cloud.steer("POST", "networks", {{"name", "outside"}, {"external", true}});
        const auto inside = m_cloud.element("networks", "builders").value("id");
        QCOMPARE(
            m_builder.ask("POST", floatingIps, {{"floatingip", QJsonObject{{"floating_network_id", inside}}}}).status,
            400);
        const QJsonObject wish{{"floatingip", QJsonObject{{"floating_network_id", outside.value("id")}}}};
        const auto made = m_builder.ask("POST", floatingIps, wish);
        QCOMPARE(made.status, 201);
        const auto path = floatingIps + u'/' + made.json()[u"floatingip"][u"id"].toString();
        QCOMPARE(m_consumer.ask("DELETE", path).status, 404);
        m_cloud.steer("POST", "quotas", {{"project", "builder"}, {"quota", QJsonObject{{"floatingip", 1}}}});
        QCOMPARE(m_builder.ask("POST", floatingIps, wish).status, 409);
        QCOMPARE(m_builder.ask("DELETE", path).status, 204);
        QVERIFY(!m_builder.ask("GET", "/network/v2.0/extensions").json()[u"extensions"].toArray().isEmpty());
    }
};

IMAGEBUILDER_TEST(NeutronTest, "neutron")

#include "neutrontest.moc"
