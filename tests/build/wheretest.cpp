// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/floatingip.h"
#include "build/leftovers.h"
#include "build/placement.h"
#include "buildfixture.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;

/// Where the VM is and how it is reached: floating IP, IPv6, availability zone.
class WhereTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<BuildFixture> m_fixture;

    /// Behind a floating IP only.
    QJsonObject inside() const { return {{"network", "inner"}, {"floating-network", "outside"}}; }

    Result<build::Outcome> run(const QJsonObject &wish, QStringList *events = nullptr)
    {
        BuildSite site(m_fixture->placeWith(wish), {QStringLiteral("consumer")});
        auto outcome = QCoro::waitFor(build::runBuild(site.site(), site.request(), "manual", site.openBuild(), {}));
        if (events)
            *events = site.events();
        return outcome;
    }
    qsizetype floatingIps() const { return m_fixture->cloud.state().value("floating_ips").toArray().size(); }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<BuildFixture>();
        m_fixture->cloud.steer("POST", "networks", {{"name", "outside"}, {"external", true}});
        m_fixture->cloud.steer("POST", "networks", {{"name", "inner"}, {"isolated", true}});
        m_fixture->cloud.steer("POST", "networks", {{"name", "six"}, {"ip_version", 6}});
        m_fixture->cloud.steer("POST", "networks", {{"name", "bare"}, {"subnet", false}});
    }
    void cleanup() { m_fixture.reset(); }

    void case20_aVmBehindAFloatingIpIsReachedAndTheIpReleased()
    {
        QStringList events;
        const auto outcome = run(inside(), &events);
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QCOMPARE(events.filter(QStringLiteral("boot: floating IP ")).size(), 1);
        QCOMPARE(events.filter(QRegularExpression(QStringLiteral("^clean: floating IP .* released"))).size(), 1);
        QCOMPARE(floatingIps(), 0);
    }

    void case20_aFailedBuildReleasesItsFloatingIp()
    {
        m_fixture->cloud.steer("POST", "vm-story", {{"match", "."}, {"story", "error"}});
        QStringList events;
        QCOMPARE(run(inside(), &events).error().kind(), ErrorKind::Script);
        QCOMPARE(events.filter(QStringLiteral("boot: floating IP ")).size(), 1);
        QVERIFY(m_fixture->nothingLeft());
    }

    void case20_killedWhileTheFloatingIpIsTakenItIsFoundAndReleased()
    {
        const auto hold = m_fixture->cloud.addHold({{"method", "POST"}, {"path", "/floatingips$"}, {"when", "after"}});
        BuildProcess process(m_fixture->placeWith(inside()), {QStringLiteral("consumer")});
        QVERIFY(!m_fixture->cloud.waitUntilHeld(hold, 90'000).isEmpty());
        process.kill();
        m_fixture->cloud.release(hold, true);
        QCOMPARE(floatingIps(), 1);
        const auto outcome = run(inside());
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QCOMPARE(floatingIps(), 0);
        int taken = 0;
        for (const auto &request : m_fixture->cloud.requests())
            taken +=
                request[u"method"] == QStringLiteral("POST") && request[u"path"].toString().endsWith(u"/floatingips");
        QCOMPARE(taken, 1);
    }

    void case20_aLostJournalLeavesTheFloatingIpToGc()
    {
        BuildSite site(m_fixture->placeWith(inside()), {});
        auto &network = site.site().cloud.network();
        const auto networks = QCoro::waitFor(network.networks({}));
        const auto outside = build::chooseFloatingNetwork(*networks, QStringLiteral("outside"), QStringLiteral("b"));
        const auto description = build::floatingIpMark(site.site().deployment) + QStringLiteral("lost");
        QVERIFY(QCoro::waitFor(network.createFloatingIp(*outside, {}, description, {})));
        QVERIFY(QCoro::waitFor(network.createFloatingIp(*outside, {}, QStringLiteral("another's"), {})));
        const auto inventory = QCoro::waitFor(build::takeInventory(site.site().cloud, site.site().deployment, {}));
        QVERIFY(build::leftoversIn(*inventory, site.site().deployment, {.builds = {"lost"}}).isEmpty());
        const auto left = build::leftoversIn(*inventory, site.site().deployment, {});
        QCOMPARE(left.size(), 1);
        QCOMPARE(left.first().kind, QStringLiteral("floatingip"));
        QVERIFY(QCoro::waitFor(build::removeLeftover(site.site().cloud, left.first(), {})));
        QCOMPARE(floatingIps(), 1);
    }

    void case26_noFloatingIpLeftIsSaidBeforeTheBoot()
    {
        m_fixture->cloud.steer("POST", "quotas", {{"project", "builder"}, {"quota", QJsonObject{{"floatingip", 0}}}});
        const auto outcome = run(inside());
        QCOMPARE(outcome.error().kind(), ErrorKind::Quota);
        QVERIFY2(outcome.error().text().contains(u"floating IPs: 0 of 0 used"), qPrintable(outcome.error().text()));
        QVERIFY(m_fixture->servers().isEmpty());
    }

    void case13_aVmOfIpv6AloneIsReachedOverIt()
    {
        QStringList events;
        const auto outcome = run({{"ip-version", 6}}, &events); // the first IPv6 subnet's network
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QStringList etherTypes;
        for (const auto &entry : m_fixture->cloud.state().value("security_groups").toArray())
            if (entry[u"name"] == QStringLiteral("github-runner-image-builder-v1"))
                for (const auto &rule : entry[u"rules"].toArray())
                    if (rule[u"port_range_min"].toInt() == 22)
                        etherTypes << rule[u"ethertype"].toString();
        QCOMPARE(etherTypes, QStringList("IPv6"));
    }

    void case13_aVmWithoutAnAddressOfTheWantedVersionNamesThoseThatItHas()
    {
        const auto outcome = run({{"network", "six"}, {"ip-version", 4}});
        QCOMPARE(outcome.error().kind(), ErrorKind::Config);
        QVERIFY2(outcome.error().text().contains(u"it has: ::ffff:127."), qPrintable(outcome.error().text()));
        QVERIFY(m_fixture->nothingLeft());
    }

    void case13_aVmOnTheWrongNetworkEndsWithItsAddressAndNovasWord()
    {
        BuildSite site(m_fixture->placeWith({{"network", "inner"}}), {});
        site.site().options.bootDeadline = seconds(25); // on a clock ten times as fast
        const auto outcome = QCoro::waitFor(build::runBuild(site.site(), site.request(), "manual", {}, {}));
        QCOMPARE(outcome.error().kind(), ErrorKind::Ssh);
        const QRegularExpression wanted(QStringLiteral(": 127\\.[0-9.]+: .*Nova says: ACTIVE"));
        QVERIFY2(outcome.error().text().contains(wanted), qPrintable(outcome.error().text()));
        QVERIFY(m_fixture->nothingLeft());
    }

    void case13_aVmWithoutAnAddressEndsAtItsDeadlineAndNamesTheNetwork()
    {
        BuildSite site(m_fixture->placeWith({{"network", "bare"}}), {});
        site.site().options.bootDeadline = seconds(15);
        const auto outcome = QCoro::waitFor(build::runBuild(site.site(), site.request(), "manual", {}, {}));
        QCOMPARE(outcome.error().kind(), ErrorKind::Timeout);
        QVERIFY2(outcome.error().text().contains(u"got no address on network"), qPrintable(outcome.error().text()));
        QVERIFY(m_fixture->nothingLeft());
    }

    void theVmIsInTheZoneThatWasNamed()
    {
        const auto hold = m_fixture->cloud.addHold({{"method", "POST"}, {"path", "/servers$"}, {"when", "after"}});
        BuildProcess process(m_fixture->placeWith({{"availability-zone", "zone-b"}}), {QStringLiteral("consumer")});
        QVERIFY(!m_fixture->cloud.waitUntilHeld(hold, 90'000).isEmpty());
        QCOMPARE(m_fixture->servers().first().value("zone").toString(), QStringLiteral("zone-b"));
        process.kill();
    }

    void whatTheCloudDoesNotHaveIsRefusedByName()
    {
        const auto zone = run({{"availability-zone", "zone-z"}});
        QVERIFY2(zone.error().text().contains(u"it has: nova, zone-b, zone-c"), qPrintable(zone.error().text()));
        const auto network = run({{"floating-network", "builders"}});
        QVERIFY2(network.error().text().contains(u"it has: outside"), qPrintable(network.error().text()));
        QVERIFY(m_fixture->servers().isEmpty());
    }
};

IMAGEBUILDER_TEST(WhereTest, "where")
#include "wheretest.moc"
