// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "buildfixture.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;

namespace {
const QStringList bothConsumers{QStringLiteral("consumer"), QStringLiteral("consumer2")};
}

class DeliveryTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<BuildFixture> m_fixture;

    Result<build::Outcome> run(BuildSite &site, std::stop_token stop = {})
    {
        return QCoro::waitFor(build::runBuild(site.site(), site.request(), "manual", site.openBuild(), stop));
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<BuildFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void aBuildReachesBothConsumersInOneRead()
    {
        BuildSite site(m_fixture->place(), bothConsumers);
        const auto outcome = run(site);
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QCOMPARE(outcome->delivered.keys(), bothConsumers);
        QVERIFY(outcome->failed.isEmpty());

        const auto snapshot = m_fixture->builtImages("builder");
        QCOMPARE(snapshot.size(), 1);
        QCOMPARE(snapshot[0].value("id").toString(), outcome->snapshotId);
        QCOMPARE(snapshot[0].value("downloads").toInt(), 1);
        for (const auto &consumer : bothConsumers) {
            const auto copies = m_fixture->builtImages(consumer);
            QCOMPARE(copies.size(), 1);
            QCOMPARE(copies[0].value("id").toString(), outcome->delivered.value(consumer));
            for (const auto &same : {"name", "status", "os_hash_value", "disk_format", "min_disk", "min_ram"})
                QCOMPARE(copies[0].value(QLatin1StringView(same)), snapshot[0].value(QLatin1StringView(same)));
            const auto properties = copies[0].value("properties").toObject();
            QCOMPARE(properties.value("imagebuilder:state").toString(), "current");
            QCOMPARE(properties.value("architecture").toString(), "x86_64");
            QCOMPARE(properties.value("imagebuilder:consumer").toString(), consumer);
            QCOMPARE(properties.value("imagebuilder:runner").toString(), "2.330.0"); // as the VM's console said
        }
        // case 11
        QVERIFY(!site.events()
                     .filter(QRegularExpression(QStringLiteral("^snapshot: image active, after \\d+ s")))
                     .isEmpty());
        QVERIFY(m_fixture->servers().isEmpty());
        QCOMPARE((*site.journal().build(outcome->build))->state, store::BuildState::Succeeded);
    }

    void case10_aRawSnapshotStaysRaw()
    {
        m_fixture = std::make_unique<BuildFixture>(QStringList{"--snapshot-format", "raw"});
        BuildSite site(m_fixture->place(), {"consumer"});
        QVERIFY(run(site));
        QCOMPARE(m_fixture->builtImages("consumer").first().value("disk_format").toString(), "raw");
    }

    void case08_aConsumerInTheBuildProjectTakesTheSnapshot()
    {
        BuildSite site(m_fixture->place(), {"builder", "consumer"});
        const auto outcome = run(site);
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QCOMPARE(outcome->delivered.value("builder"), outcome->snapshotId);
        QCOMPARE(m_fixture->builtImages("builder").size(), 1);
        QCOMPARE(m_fixture->builtImages("consumer").size(), 1);
    }

    void aFailureLeavesNothing()
    {
        m_fixture->cloud.steer("POST", "vm-story", {{"match", "."}, {"story", "error"}});
        BuildSite site(m_fixture->place(), bothConsumers);
        const auto outcome = run(site);
        QCOMPARE(outcome.error().kind(), ErrorKind::Script);
        QVERIFY(m_fixture->nothingLeft());
        const auto builds = *site.journal().builds(0);
        QCOMPARE(builds.first().state, store::BuildState::Failed);
        QCOMPARE(builds.first().errorKind, "script");
        QVERIFY(site.journal().resources(builds.first().id)->isEmpty());
    }

    void case13_aServerThatGoesErrorEndsWithNovasFault()
    {
        m_fixture->cloud.steer("POST", "vm-story", {{"match", "."}, {"story", "boot-error"}});
        BuildSite site(m_fixture->place(), bothConsumers);
        const auto outcome = run(site);
        QCOMPARE(outcome.error().kind(), ErrorKind::Unavailable);
        QVERIFY(m_fixture->nothingLeft());
    }
};

IMAGEBUILDER_TEST(DeliveryTest, "delivery")
#include "deliverytest.moc"
