// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/boot.h"
#include "build/leftovers.h"
#include "build/prepare.h"
#include "build/provision.h"
#include "build/remote.h"
#include "buildfixture.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;

/// Builds whose VM boots from a volume.
class VolumeTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<BuildFixture> m_fixture;
    const QJsonObject m_diskless{{"flavor", "v1.builder"}};

    Result<build::Outcome> run(const QJsonObject &wish, QStringList *events = nullptr)
    {
        BuildSite site(m_fixture->placeWith(wish), {QStringLiteral("consumer")});
        auto outcome = QCoro::waitFor(build::runBuild(site.site(), site.request(), "manual", site.openBuild(), {}));
        if (events)
            *events = site.events();
        return outcome;
    }
    QJsonArray volumes() const { return m_fixture->cloud.state().value("volumes").toArray(); }
    int asked(const QString &method, const QString &end) const
    {
        int times = 0;
        for (const auto &request : m_fixture->cloud.requests())
            times += request[u"method"] == method && request[u"path"].toString().endsWith(end);
        return times;
    }
    /// Kills a build that holds after this request was carried out, and runs it again.
    Result<build::Outcome> killedAt(const QJsonObject &request)
    {
        auto held = request;
        held.insert("when", "after");
        const auto hold = m_fixture->cloud.addHold(held);
        BuildProcess process(m_fixture->placeWith(m_diskless), {QStringLiteral("consumer")});
        if (m_fixture->cloud.waitUntilHeld(hold, 120'000).isEmpty())
            return failure(ErrorKind::Internal, QStringLiteral("it never came to this request"));
        process.kill();
        m_fixture->cloud.release(hold, true);
        return run(m_diskless);
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<BuildFixture>();
        m_fixture->cloud.steer("POST", "flavors", {{"name", "v1.builder"}, {"vcpus", 2}, {"ram", 2048}, {"disk", 0}});
    }
    void cleanup() { m_fixture.reset(); }

    void itLiesInTheServersZoneWhereCinderHasIt_data()
    {
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("volumeZone");
        QTest::newRow("has it") << "zone-b" << "zone-b";
        QTest::newRow("has not") << "zone-c" << "nova";
        QTest::newRow("none wanted") << "" << "nova";
    }
    void itLiesInTheServersZoneWhereCinderHasIt()
    {
        QFETCH(const QString, zone);
        QFETCH(const QString, volumeZone);
        auto wish = m_diskless;
        if (!zone.isEmpty())
            wish.insert("availability-zone", zone);
        BuildSite site(m_fixture->placeWith(wish), {QStringLiteral("consumer")});
        const auto build = site.begun();
        for (const auto &step : {build::step::prepare, build::step::boot})
            QVERIFY(site.journal().beginStep(build->id, step));
        QVERIFY(QCoro::waitFor(build::prepare(site.site(), build, {})));
        QVERIFY(QCoro::waitFor(build::boot(site.site(), build, "#!/bin/sh\n", {})));
        QCOMPARE(volumes().first()[u"zone"].toString(), volumeZone);
        QCOMPARE(m_fixture->servers().first().value("zone").toString(), zone.isEmpty() ? volumeZone : zone);
    }

    void case18_aFlavorWithoutADiskBootsFromAVolumeAndItsImageReachesTheConsumer()
    {
        QStringList events;
        const auto outcome = run(m_diskless, &events);
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        const auto snapshot = m_fixture->builtImages("builder");
        const auto copies = m_fixture->builtImages("consumer");
        QCOMPARE(snapshot.size(), 1);
        QCOMPARE(copies.size(), 1);
        for (const auto &image : {snapshot.first(), copies.first()}) {
            QVERIFY(image.value("size").toInteger() > 0);
            QCOMPARE(image.value("disk_format").toString(), QStringLiteral("qcow2"));
            QCOMPARE(image.value("min_disk").toInt(), 20);
            QCOMPARE(image.value("os_hash_value"), snapshot.first().value("os_hash_value"));
            QCOMPARE(image.value("properties").toObject().value("imagebuilder:state").toString(), "current");
            QVERIFY(!image.value("properties").toObject().contains("block_device_mapping"));
        }
        QCOMPARE(events.filter(QRegularExpression(QStringLiteral("^clean: volume .* deleted"))).size(), 1);
        QVERIFY(volumes().isEmpty());
        QVERIFY(m_fixture->servers().isEmpty());
    }

    void case18_whatTheBuildLeftInTheVolumeIsInTheImage()
    {
        QVERIFY(run(m_diskless));
        const auto image = m_fixture->builtImages("builder").first();
        // A second VM, from the image, with a disk of its own.
        BuildSite site(m_fixture->place(), {});
        auto build = site.begun();
        for (const auto &step : {build::step::prepare, build::step::boot, build::step::provision})
            QVERIFY(site.journal().beginStep(build->id, step));
        QVERIFY(QCoro::waitFor(build::prepare(site.site(), build, {})));
        build->baseImageId = image.value("id").toString();
        QVERIFY(QCoro::waitFor(build::boot(site.site(), build, "#!/bin/sh\n:\n", {})));
        QVERIFY(QCoro::waitFor(build::provision(site.site(), build, {})));
        const ssh::Command look{.line = QStringLiteral("cat /etc/made-by"), .timeout = seconds(20)};
        const auto seen = QCoro::waitFor(build::runInServer(site.site(), build, look, seconds(60), {}));
        QCOMPARE(seen->output.trimmed(), QByteArray("made by a test"));
    }

    void aTypeThatTheCloudDoesNotHaveIsRefusedByName()
    {
        const auto outcome = run({{"flavor", "v1.builder"}, {"volume-type", "slow"}});
        QVERIFY2(outcome.error().text().contains(u"it has: __DEFAULT__, fast"), qPrintable(outcome.error().text()));
    }

    void typeAndSizeAreThoseThatWereAskedFor()
    {
        const auto hold = m_fixture->cloud.addHold({{"method", "POST"}, {"path", "/servers$"}, {"when", "after"}});
        BuildProcess process(m_fixture->placeWith({{"volume-type", "fast"}, {"volume-size", 40}}), {});
        QVERIFY(!m_fixture->cloud.waitUntilHeld(hold, 90'000).isEmpty());
        QCOMPARE(volumes().size(), 1);
        const auto volume = volumes().first().toObject();
        QCOMPARE(volume.value("size").toInt(), 40);
        QCOMPARE(volume.value("type").toString(), QStringLiteral("fast"));
        QVERIFY(volume.value("metadata").toObject().contains("imagebuilder:deployment"));
        process.kill();
    }

    void aFailedBuildLeavesNoVolume()
    {
        m_fixture->cloud.steer("POST", "vm-story", {{"match", "."}, {"story", "error"}});
        QCOMPARE(run(m_diskless).error().kind(), ErrorKind::Script);
        QVERIFY(m_fixture->nothingLeft());
    }

    void case21_killedWhileTheVolumeIsMadeItIsFoundAgain()
    {
        const auto outcome = killedAt({{"method", "POST"}, {"path", "/volumes$"}});
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QCOMPARE(asked(QStringLiteral("POST"), QStringLiteral("/volumes")), 1);
        QVERIFY(volumes().isEmpty());
    }

    void case21_killedWhileTheVolumeIsMadeAnImageThatImageIsTaken()
    {
        // The second action: the first one gives the volume what the image shall carry.
        const auto outcome = killedAt({{"method", "POST"}, {"path", "/volumes/.*/action$"}, {"nth", 2}});
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QCOMPARE(m_fixture->builtImages("builder").size(), 1);
        QCOMPARE(asked(QStringLiteral("POST"), QStringLiteral("/servers")), 1);
        QVERIFY(volumes().isEmpty());
    }

    void case21_anUploadThatIsUndoneLeavesNeitherImageNorVolume()
    {
        m_fixture->cloud.addFault(
            {{"kind", "status"}, {"status", 403}, {"method", "PATCH"}, {"path", "/images/"}, {"times", 1}});
        QVERIFY(!run(m_diskless));
        QVERIFY(m_fixture->nothingLeft());
    }

    void case26_tooFewVolumesOrGibibytesAreSaidBeforeAnythingIsMade()
    {
        m_fixture->cloud.steer("POST", "quotas",
                               {{"project", "builder"}, {"quota", QJsonObject{{"volumes", 0}, {"gigabytes", 5}}}});
        const auto outcome = run(m_diskless);
        QCOMPARE(outcome.error().kind(), ErrorKind::Quota);
        for (const auto *part : {"volumes: 0 of 0 used, 1 more needed", "volumes' GiB: 0 of 5 used, 20 more needed"})
            QVERIFY2(outcome.error().text().contains(QLatin1StringView(part)), qPrintable(outcome.error().text()));
        QCOMPARE(asked(QStringLiteral("POST"), QStringLiteral("/volumes")), 0);
    }

    void gcFindsAVolumeThatNoBuildNeeds()
    {
        BuildSite site(m_fixture->place(), {});
        auto &cloud = site.site().cloud;
        openstack::VolumeRequest request{.name = QStringLiteral("left"), .imageId = {}, .sizeGiB = 1, .type = {}};
        request.metadata = {{"imagebuilder:deployment", site.site().deployment}, {"imagebuilder:build", "lost"}};
        QVERIFY(QCoro::waitFor(cloud.volumes().create(request, {})));
        request.metadata.clear();
        QVERIFY(QCoro::waitFor(cloud.volumes().create(request, {})));
        const auto inventory = QCoro::waitFor(build::takeInventory(cloud, site.site().deployment, {}));
        const auto left = build::leftoversIn(*inventory, site.site().deployment, {});
        QCOMPARE(left.size(), 1);
        QCOMPARE(left.first().kind, QStringLiteral("volume"));
    }
};

IMAGEBUILDER_TEST(VolumeTest, "volume")
#include "volumetest.moc"
