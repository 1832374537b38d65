// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/deployment.h"

#include "buildfixture.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;
using QCoro::waitFor;

class DeploymentTest : public QObject
{
    Q_OBJECT

    BuildFixture m_fixture;
    BuildSite m_site{m_fixture.place(), {}};

    QString ensured(const QStringList &cidrs)
    {
        auto &site = m_site.site();
        return *waitFor(build::ensureSecurityGroup(site.cloud, site.journal, site.deployment, cidrs, {}));
    }
    /// Whom a group lets reach tcp 22.
    QStringList sources(const QString &name, const QString &id)
    {
        QStringList found;
        const auto groups = waitFor(m_site.site().cloud.network().securityGroups(name, {}));
        for (const auto &group : *groups)
            for (const auto &rule : group.rules)
                if (group.id == id && rule.protocol == u"tcp")
                    found << rule.remotePrefix;
        return found;
    }

private Q_SLOTS:
    void case23_groupOfAnotherStaysAsItIsAndIsNotUsed()
    {
        auto &neutron = m_site.site().cloud.network();
        const auto other = waitFor(neutron.createSecurityGroup(build::securityGroupName, QStringLiteral("theirs"), {}));
        const openstack::SecurityGroupRule ssh{.protocol = QStringLiteral("tcp"), .portMin = 22, .portMax = 22};
        QVERIFY(waitFor(neutron.addRule(other->id, ssh, {})));
        const auto ours = ensured({QStringLiteral("10.1.0.0/16")});
        QVERIFY(ours != other->id);
        QCOMPARE(sources(build::securityGroupName, other->id), QStringList{QString()});
        QCOMPARE(ensured({QStringLiteral("10.1.0.0/16")}), ours);
        QVERIFY(waitFor(neutron.deleteSecurityGroup(ours, {})));
        QVERIFY(waitFor(neutron.deleteSecurityGroup(other->id, {})));
    }

    void narrowerSshCidrsCloseWhatWasOpen()
    {
        const auto group = ensured({});
        QCOMPARE(sources(build::securityGroupName, group), QStringList{QString()});
        QCOMPARE(ensured({QStringLiteral("10.1.0.0/16")}), group);
        QCOMPARE(sources(build::securityGroupName, group), QStringList{QStringLiteral("10.1.0.0/16")});
        QCOMPARE(ensured({}), group);
        QCOMPARE(sources(build::securityGroupName, group), QStringList{QString()});
    }

    void whatAnotherPlanNeedsOverTheOtherIpVersionStays()
    {
        const QString six = QStringLiteral("fd00:1::/64");
        const auto group = ensured({QStringLiteral("10.1.0.0/16")});
        QCOMPARE(ensured({six}), group);
        QCOMPARE(sources(build::securityGroupName, group), (QStringList{QStringLiteral("10.1.0.0/16"), six}));
        QCOMPARE(ensured({QStringLiteral("10.2.0.0/16")}), group);
        QCOMPARE(sources(build::securityGroupName, group), (QStringList{six, QStringLiteral("10.2.0.0/16")}));
        QCOMPARE(ensured({QStringLiteral("::/0")}), group);
        QCOMPARE(sources(build::securityGroupName, group), (QStringList{QStringLiteral("10.2.0.0/16"), QString()}));
    }
};

IMAGEBUILDER_TEST(DeploymentTest, "deployment")

#include "deploymenttest.moc"
