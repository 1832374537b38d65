// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/placement.h"

#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::build;

namespace {
openstack::Flavor flavor(const QString &name, int vcpus, int ram, int disk)
{
    openstack::Flavor made;
    made.id = QStringLiteral("id-") + name;
    made.name = name;
    made.vcpus = vcpus;
    made.ramMiB = ram;
    made.diskGiB = disk;
    return made;
}
} // namespace

class PlacementTest : public QObject
{
    Q_OBJECT

    const QList<openstack::Flavor> m_flavors{flavor("big", 4, 8192, 80), flavor("fits", 2, 2048, 20),
                                             flavor("M1.Fits", 2, 1024, 40), flavor("tiny", 1, 512, 10)};

private Q_SLOTS:
    void withoutANameTheSmallestThatFitsIsTaken() { QCOMPARE(chooseFlavor(m_flavors, {}, "c")->name, "M1.Fits"); }

    void aNamedFlavorKeepsItsCaseAndMayBeAnId()
    {
        QCOMPARE(chooseFlavor(m_flavors, "M1.Fits", "c")->name, "M1.Fits");
        QCOMPARE(chooseFlavor(m_flavors, "id-big", "c")->name, "big");
        QVERIFY(!chooseFlavor(m_flavors, "m1.fits", "c"));
    }

    void aTooSmallFlavorIsRefusedWithItsSizeAndTheNeed()
    {
        const auto chosen = chooseFlavor(m_flavors, "tiny", "prod");
        QCOMPARE(chosen.error().kind(), ErrorKind::Config);
        QVERIFY2(chosen.error().text().contains("tiny of cloud prod has 1 vCPU, 512 MiB RAM, 10 GiB disk"),
                 qPrintable(chosen.error().text()));
    }

    void theNetworkOfTheFirstSubnetServes()
    {
        const QList<openstack::Network> networks{{"n1", "one"}, {"n2", "two"}};
        const QList<openstack::Subnet> subnets{{"s2", "n2", "10.0.0.0/24"}, {"s1", "n1", "10.1.0.0/24"}};
        QCOMPARE(*chooseNetwork(networks, subnets, {}, "c"), "n2");
        QCOMPARE(*chooseNetwork(networks, subnets, "one", "c"), "n1");
        QVERIFY(chooseNetwork(networks, subnets, "three", "c").error().text().contains("one, two"));
        QVERIFY(!chooseNetwork(networks, {}, {}, "c"));
    }

    void case18_aFlavorWithoutADiskFitsWhenItIsNamedOrNothingElseDoes()
    {
        const QList<openstack::Flavor> flavors{flavor("none", 2, 1024, 0), flavor("fits", 2, 2048, 20)};
        QCOMPARE(chooseFlavor(flavors, {}, "c")->name, "fits");
        QCOMPARE(chooseFlavor(flavors, "none", "c")->name, "none");
        QCOMPARE(chooseFlavor({flavors.first()}, {}, "c")->name, "none");
        QCOMPARE(volumeSize(flavors.first(), 0, {}), 20);
        QCOMPARE(volumeSize(flavors.first(), 50, {}), 50);
        QCOMPARE(volumeSize(flavors.last(), 0, {}), 0);
        QCOMPARE(volumeSize(flavors.last(), 0, "fast"), 20);
    }

    void theNetworkMayBeChosenByItsSubnetsVersion()
    {
        const QList<openstack::Subnet> subnets{{"s1", "n1", "10.0.0.0/24"}, {"s2", "n2", "fd00::/64", 6}};
        QCOMPARE(*chooseNetwork({}, subnets, {}, "c", 6), "n2");
        QVERIFY(chooseNetwork({}, {subnets.first()}, {}, "c", 6).error().text().contains("no IPv6 subnet"));
    }

    void floatingIpsComeFromAnExternalNetworkOnly()
    {
        const QList<openstack::Network> networks{{"n1", "inside"}, {"n2", "outside", true}};
        QCOMPARE(*chooseFloatingNetwork(networks, "outside", "c"), "n2");
        QVERIFY(chooseFloatingNetwork(networks, "inside", "c").error().text().endsWith("it has: outside"));
        QVERIFY(chooseFloatingNetwork({}, "x", "c").error().text().endsWith("it has: none"));
    }

    void case13_addressesOfTheOtherVersionAreNamed()
    {
        const QStringList both{"10.0.0.5", "fd00::5"};
        QCOMPARE(*addressesOf(0, both, "c"), both);
        QCOMPARE(*addressesOf(4, both, "c"), QStringList("10.0.0.5"));
        QCOMPARE(*addressesOf(6, both, "c"), QStringList("fd00::5"));
        const auto none = addressesOf(4, {"fd00::5", "fd00::6"}, "prod");
        QVERIFY2(none.error().text().contains("it has: fd00::5, fd00::6"), qPrintable(none.error().text()));
    }

    void case26_aShortQuotaSaysWhichAndHowMuch()
    {
        ProjectQuota quota;
        quota.compute.maxCores = 10;
        quota.compute.usedCores = 9;
        quota.compute.maxInstances = 5;
        quota.images.maxImages = 3;
        quota.images.usedImages = 3;
        const auto checked = checkQuota(quota, m_flavors.at(1), "prod");
        QCOMPARE(checked.error().kind(), ErrorKind::Quota);
        QVERIFY(checked.error().text().contains("cores: 9 of 10 used, 2 more needed"));
        QVERIFY(checked.error().text().contains("images: 3 of 3 used, 1 more needed"));
        QVERIFY(!checked.error().text().contains("instances:"));
        quota.compute.usedCores = 8;
        quota.images.usedImages = 0;
        QVERIFY(checkQuota(quota, m_flavors.at(1), "prod"));
        QCOMPARE(fittingBuilds(quota, m_flavors.at(1)), 1);
    }

    void whatRunningBuildsWillTakeIsNotFree()
    {
        ProjectQuota quota;
        quota.compute.maxCores = 10;
        quota.images.maxImages = 4;
        QCOMPARE(fittingBuilds(withComing(quota, m_flavors.at(1), {}, {.servers = 2, .images = 0}), m_flavors.at(1)),
                 3);
        const auto full = withComing(quota, m_flavors.at(1), {}, {.servers = 2, .images = 4});
        QCOMPARE(fittingBuilds(full, m_flavors.at(1)), 0);
        QCOMPARE(shortages(full, m_flavors.at(1)), QStringList("images: 4 of 4 used, 1 more needed"));
    }
};

IMAGEBUILDER_TEST(PlacementTest, "placement")
#include "placementtest.moc"
