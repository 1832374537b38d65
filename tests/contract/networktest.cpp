// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "contractclouds.h"
#include "support/testmain.h"

#include <algorithm>

using namespace imagebuilder;
using namespace imagebuilder::openstack;
using testing::must;

/// Networks and security groups.
class NetworkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySubnetBelongsToANetworkWeSee()
    {
        const auto networks = must(QCoro::waitFor(network().networks({})));
        const auto subnets = must(QCoro::waitFor(network().subnets({})));
        QVERIFY(!subnets.isEmpty());
        for (const auto &subnet : subnets)
            QVERIFY(std::ranges::contains(networks, subnet.networkId, &Network::id));
    }

    void aGroupTakesARuleTwiceWithoutAnErrorAndIsFoundByItsExactName()
    {
        const auto name = m_clouds.unique(QStringLiteral("group"));
        const auto group = must(QCoro::waitFor(network().createSecurityGroup(name, QStringLiteral("ours"), {})));
        const SecurityGroupRule ssh{.protocol = QStringLiteral("tcp"), .portMin = 22, .portMax = 22};
        must(QCoro::waitFor(network().addRule(group.id, ssh, {})));
        must(QCoro::waitFor(network().addRule(group.id, ssh, {})));

        const auto found = must(QCoro::waitFor(network().securityGroups(name, {})));
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().description, QStringLiteral("ours"));
        QCOMPARE(found.first().rules.count(ssh), 1);
        QVERIFY(must(QCoro::waitFor(network().securityGroups(name.chopped(1), {}))).isEmpty());

        must(QCoro::waitFor(network().deleteSecurityGroup(group.id, {})));
    }

    void case22_deletingAGroupThatIsGoneIsNoError()
    {
        const auto group =
            must(QCoro::waitFor(network().createSecurityGroup(m_clouds.unique(QStringLiteral("gone")), QString(), {})));
        must(QCoro::waitFor(network().deleteSecurityGroup(group.id, {})));
        must(QCoro::waitFor(network().deleteSecurityGroup(group.id, {})));
    }

    void aGroupsNameNeedNotBeUnique()
    {
        const auto name = m_clouds.unique(QStringLiteral("twin"));
        const auto one = must(QCoro::waitFor(network().createSecurityGroup(name, QString(), {})));
        const auto two = must(QCoro::waitFor(network().createSecurityGroup(name, QString(), {})));
        QCOMPARE(must(QCoro::waitFor(network().securityGroups(name, {}))).size(), 2);
        must(QCoro::waitFor(network().deleteSecurityGroup(one.id, {})));
        must(QCoro::waitFor(network().deleteSecurityGroup(two.id, {})));
    }

    void theQuotaCountsGroups()
    {
        const auto before = must(QCoro::waitFor(network().quota({})));
        const auto group = must(
            QCoro::waitFor(network().createSecurityGroup(m_clouds.unique(QStringLiteral("counted")), QString(), {})));
        const auto after = must(QCoro::waitFor(network().quota({})));
        must(QCoro::waitFor(network().deleteSecurityGroup(group.id, {})));
        QVERIFY(after.maxSecurityGroups > 0);
        QCOMPARE(after.usedSecurityGroups, before.usedSecurityGroups + 1);
    }

private:
    NetworkClient &network() { return m_clouds.builder().network(); }
    testing::ContractClouds m_clouds;
};

IMAGEBUILDER_TEST(NetworkTest, "network")
#include "networktest.moc"
