// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/distribute.h"

#include "build/properties.h"
#include "buildfixture.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;

/// The step alone, with a snapshot that nobody had to boot a VM for.
class DistributeTest : public QObject
{
    Q_OBJECT

    const QStringList m_consumers{QStringLiteral("consumer"), QStringLiteral("consumer2")};
    std::unique_ptr<BuildFixture> m_fixture;
    std::unique_ptr<BuildSite> m_site;
    build::ProgressPtr m_build;

    Result<void> distribute() { return QCoro::waitFor(build::distribute(m_site->site(), m_build, {})); }
    void plantSnapshot(qint64 size)
    {
        auto snapshot = marks();
        snapshot.insert("name", "app-noble-x64");
        snapshot.insert("status", "active");
        snapshot.insert("min_disk", 20);
        m_build->snapshotId = m_fixture->plant("builder", snapshot, size);
    }
    int downloads() const
    {
        return m_fixture->builtImages(QStringLiteral("builder")).last().value("downloads").toInt();
    }
    QJsonObject marks() const
    {
        return {{build::property::deployment, m_site->journal().deployment()}, {build::property::build, m_build->id}};
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<BuildFixture>();
        m_site = std::make_unique<BuildSite>(m_fixture->place(), m_consumers);
        m_build = m_site->begun();
        plantSnapshot(4 << 20);
    }
    void cleanup()
    {
        m_site.reset();
        m_fixture.reset();
    }

    void oneReadFeedsAll()
    {
        QVERIFY(distribute());
        QCOMPARE(m_build->delivered.keys(), m_consumers);
        QCOMPARE(downloads(), 1);
        QCOMPARE(m_fixture->builtImages("consumer").first().value("min_disk").toInt(), 20);
    }

    void case05_whoIsRefusedFailsAlone()
    {
        m_fixture->cloud.steer("POST", "quotas",
                               {{"project", "consumer2"}, {"quota", QJsonObject{{"image_count_total", 0}}}});
        QVERIFY(distribute());
        QCOMPARE(m_build->delivered.keys(), QStringList("consumer"));
        QCOMPARE(m_build->failed.keys(), QStringList("consumer2"));
        QVERIFY(m_fixture->builtImages("consumer2").isEmpty());
        const auto deliveries = *m_site->journal().deliveries(m_build->id);
        QCOMPARE(deliveries.at(0).state, "delivered");
        QCOMPARE(deliveries.at(1).state, "failed");
        QCOMPARE(downloads(), 1);
    }

    void case05_anUploadThatBreaksIsMadeAnewByItsOwnRead()
    {
        m_fixture->cloud.addFault({{"kind", "reset"}, {"method", "PUT"}, {"path", "/file$"}, {"project", "consumer2"}});
        QVERIFY(distribute());
        QCOMPARE(m_build->delivered.keys(), m_consumers);
        QCOMPARE(m_fixture->builtImages("consumer2").size(), 1);
        QCOMPARE(downloads(), 2);
    }

    void case05_whoDoesNotAnswerIsServedAlone()
    {
        m_fixture->cloud.addFault(
            {{"kind", "hang"}, {"method", "GET"}, {"path", "/v2/images$"}, {"project", "consumer2"}});
        QVERIFY(distribute());
        QCOMPARE(m_build->delivered.keys(), m_consumers);
        QCOMPARE(downloads(), 2);
    }

    void case05_aLoginThatHangsIsTriedAgain()
    {
        m_fixture->cloud.addFault({{"kind", "hang"}, {"method", "POST"}, {"path", "/auth/tokens$"}, {"nth", 3}});
        QVERIFY(distribute());
        QCOMPARE(m_build->delivered.keys(), m_consumers);
        QVERIFY(m_build->failed.isEmpty());
        QCOMPARE(downloads(), 2);
    }

    void case05_whatTheLastAttemptLeftIsRemoved()
    {
        m_fixture->cloud.addFault({{"kind", "close"},
                                   {"when", "after"},
                                   {"method", "POST"},
                                   {"path", "/v2/images$"},
                                   {"project", "consumer2"},
                                   {"times", 0}});
        QVERIFY(distribute());
        QCOMPARE(m_build->failed.keys(), QStringList("consumer2"));
        QVERIFY(m_fixture->builtImages("consumer2").isEmpty());
    }

    void case24_aTokenThatRanOutInMidUploadCostsNoImage()
    {
        m_fixture->cloud.addFault({{"kind", "status"},
                                   {"status", 401},
                                   {"when", "after"},
                                   {"method", "PUT"},
                                   {"path", "/file$"},
                                   {"project", "consumer2"}});
        QVERIFY(distribute());
        QCOMPARE(m_build->delivered.keys(), m_consumers);
        QCOMPARE(m_fixture->builtImages("consumer2").size(), 1);
    }

    void case39_theOthersDoNotWaitForOneThatNeverAnswers()
    {
        m_fixture->cloud.addFault(
            {{"kind", "hang"}, {"method", "GET"}, {"path", "/v2/images$"}, {"project", "consumer2"}, {"times", 0}});
        std::stop_source stop;
        auto distributing = build::distribute(m_site->site(), m_build, stop.get_token());
        // Ten seconds of this clock are one; its login and its search are asked one after the other.
        QTRY_VERIFY_WITH_TIMEOUT(m_build->delivered.contains("consumer"), 5'000);
        stop.request_stop();
        QCOMPARE(QCoro::waitFor(std::move(distributing)).error().kind(), ErrorKind::Cancelled);
    }

    void case05_whenNobodyIsServedTheStepFails()
    {
        m_fixture->cloud.addFault(
            {{"kind", "status"}, {"status", 403}, {"method", "POST"}, {"path", "/v2/images$"}, {"times", 0}});
        const auto done = distribute();
        QCOMPARE(done.error().kind(), ErrorKind::Auth);
        QVERIFY(done.error().text().contains("consumer2:"));
    }

    void case39_whoIsSlowLeavesTheGroupAndIsServedAlone()
    {
        // Larger than the ring and what the kernel takes for both ends of a connection.
        plantSnapshot(32 << 20);
        m_site->site().options.ringBytes = 1 << 20;
        m_fixture->cloud.addFault(
            {{"kind", "slow"}, {"bytes", 500'000}, {"method", "PUT"}, {"path", "/file$"}, {"project", "consumer2"}});
        auto distributing = build::distribute(m_site->site(), m_build, {});
        QTRY_VERIFY_WITH_TIMEOUT(m_build->delivered.contains("consumer"), 20'000);
        QVERIFY(!m_build->delivered.contains("consumer2"));
        QVERIFY(QCoro::waitFor(std::move(distributing)));
        QVERIFY(m_build->delivered.contains("consumer2"));
        QCOMPARE(m_fixture->builtImages("consumer2").size(), 1);
        QCOMPARE(downloads(), 2);
    }

    void case21_whatWasDeliveredIsKeptAndWhatWasHalfIsMadeAnew()
    {
        QVERIFY(distribute());
        auto half = marks();
        half.insert("name", "app-noble-x64");
        half.insert("status", "saving");
        half.insert(build::property::consumer, "consumer2");
        m_fixture->plant("consumer2", half);
        const auto first = std::exchange(m_build->delivered, {});
        QVERIFY(distribute());
        QCOMPARE(m_build->delivered, first);
        QCOMPARE(m_fixture->builtImages("consumer2").size(), 1);
        QCOMPARE(downloads(), 1);
    }

    void aCopyWithOtherBytesIsNoDelivery()
    {
        const auto hash = QString(128, QLatin1Char('0'));
        auto wrong = marks();
        wrong.insert("name", "app-noble-x64");
        wrong.insert("status", "active");
        wrong.insert(build::property::consumer, "consumer");
        const auto planted = m_fixture->plant("consumer", wrong, 4 << 20);
        m_fixture->cloud.steer("PATCH", "images/" + planted, {{"os_hash_value", hash}});
        QVERIFY(distribute());
        QCOMPARE(m_fixture->builtImages("consumer").size(), 1);
        QVERIFY(m_build->delivered.value("consumer") != planted);
    }

    void aSnapshotThatIsNotWhatGlanceSaysReachesNobody()
    {
        m_fixture->cloud.steer("PATCH", "images/" + m_build->snapshotId,
                               {{"os_hash_value", QString(128, QLatin1Char('0'))}});
        const auto done = distribute();
        QCOMPARE(done.error().kind(), ErrorKind::Protocol);
        QVERIFY(m_fixture->builtImages("consumer").isEmpty());
    }
};

IMAGEBUILDER_TEST(DistributeTest, "distribute")
#include "distributetest.moc"
