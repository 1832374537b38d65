// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/distribute.h"
#include "build/properties.h"
#include "build/prune.h"
#include "build/publish.h"
#include "build/undo.h"
#include "buildfixture.h"
#include "support/testmain.h"

#include <QtCore/QTimeZone>

using namespace imagebuilder;
using namespace imagebuilder::testing;

/// Delivery by Glance's members, with a snapshot that nobody had to boot a VM for.
class SharingTest : public QObject
{
    Q_OBJECT

    const QStringList m_consumers{QStringLiteral("consumer"), QStringLiteral("consumer2")};
    std::unique_ptr<BuildFixture> m_fixture;
    std::unique_ptr<BuildSite> m_site;
    build::ProgressPtr m_build;
    QDateTime m_planted{QDate(2026, 1, 1), QTime(0, 0), QTimeZone::UTC};

    build::Distribution &how() { return m_build->request.distribution; }
    Result<void> distribute() { return QCoro::waitFor(build::distribute(m_site->site(), m_build, {})); }
    /// Each a day younger than the one before.
    QString plant(const QString &project, const QString &build, const QString &state)
    {
        m_planted = m_planted.addDays(1);
        const QJsonObject image{{"name", "app-noble-x64"},
                                {"status", "active"},
                                {"visibility", "private"},
                                {"created_at", m_planted.toString(Qt::ISODate)},
                                {build::property::deployment, m_site->journal().deployment()},
                                {build::property::build, build},
                                {build::property::state, state}};
        return m_fixture->plant(project, image, 4 << 20);
    }
    void begin(const QStringList &consumers, build::Way way)
    {
        m_site = std::make_unique<BuildSite>(m_fixture->place(), consumers);
        m_build = m_site->begun();
        how().usual = way;
        m_build->snapshotId = plant(QStringLiteral("builder"), m_build->id, QStringLiteral("candidate"));
        QVERIFY(m_site->journal().beginStep(m_build->id, build::step::distribute));
    }
    void fault(const QString &method, const QString &path, const QString &project, int status = 403) const
    {
        m_fixture->cloud.addFault({{"kind", "status"},
                                   {"status", status},
                                   {"method", method},
                                   {"path", path},
                                   {"project", project},
                                   {"times", 0}});
    }
    QJsonObject image(const QString &id) const
    {
        for (const auto &entry : m_fixture->cloud.state().value("images").toArray())
            if (entry[u"id"] == id)
                return entry.toObject();
        return {};
    }
    QStringList membersOf(const QString &id) const
    {
        QStringList names;
        for (const auto &consumer : m_consumers) {
            const auto project = m_fixture->cloud.element("projects", consumer).value("id").toString();
            if (image(id).value("members")[project] == QStringLiteral("accepted"))
                names << consumer;
        }
        return names;
    }
    QString stateOf(const QString &id) const
    {
        return image(id).value("properties")[build::property::state].toString();
    }
    /// A server of the consumer's that was made from this image.
    void boot(const QString &consumer, const QString &imageId) const
    {
        auto *const cloud = m_site->site().consumers.value(consumer);
        openstack::ServerRequest request;
        request.name = QStringLiteral("runner");
        request.imageId = imageId;
        request.flavorId = QCoro::waitFor(cloud->compute().flavors({}))->first().id;
        request.networkId = QCoro::waitFor(cloud->network().networks({}))->first().id;
        const auto server = QCoro::waitFor(cloud->compute().createServer(request, {}));
        QVERIFY2(server, server ? "" : qPrintable(server.error().message()));
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<BuildFixture>();
        begin(m_consumers, build::Way::Auto);
    }
    void cleanup()
    {
        m_site.reset();
        m_fixture.reset();
    }

    void whatLiesOnTheSameGlanceIsSharedAndNoByteMoves()
    {
        QVERIFY(distribute());
        for (const auto &consumer : m_consumers) {
            QCOMPARE(m_build->delivered.value(consumer), m_build->snapshotId);
            auto &images = m_site->site().consumers.value(consumer)->images();
            QCOMPARE(QCoro::waitFor(images.images({.name = "app-noble-x64"}, {}))->size(), 1);
        }
        QCOMPARE(membersOf(m_build->snapshotId), m_consumers);
        QCOMPARE(image(m_build->snapshotId).value("downloads").toInt(), 0);
        QCOMPARE(m_site->journal().deliveries(m_build->id)->first().way, "share");
    }

    void whoWantsACopyGetsOneBesideTheShares()
    {
        how().exceptions.insert("consumer2", build::Way::Copy);
        QVERIFY(distribute());
        QCOMPARE(m_build->ways.value("consumer"), "share");
        QCOMPARE(m_build->ways.value("consumer2"), "copy");
        QCOMPARE(m_fixture->builtImages("consumer2").size(), 1);
        QVERIFY(m_fixture->builtImages("consumer").isEmpty());
    }

    void whereThePolicyRefusesAutoCopiesAndSaysSo()
    {
        fault("PUT", "/members/", "consumer");
        QVERIFY(distribute());
        QCOMPARE(m_build->ways.value("consumer"), "copy");
        QCOMPARE(m_build->ways.value("consumer2"), "share");
        QCOMPARE(membersOf(m_build->snapshotId), QStringList("consumer2"));
        QCOMPARE(image(m_build->snapshotId).value("members").toObject().size(), 1); // the refused one is taken back
        QCOMPARE(m_site->events().filter("consumer gets a copy instead of a share").size(), 1);
    }

    void case05_shareAloneFailsAloneWhereThePolicyRefuses()
    {
        how().usual = build::Way::Share;
        fault("PUT", "/members/", "consumer");
        QVERIFY(distribute());
        QCOMPARE(m_build->failed.keys(), QStringList("consumer"));
        QCOMPARE(m_build->delivered.keys(), QStringList("consumer2"));
    }

    void theHubHoldsWhatTheOthersAreShown()
    {
        how().hub = QStringLiteral("consumer2");
        m_build->request.consumers = QStringList("consumer");
        const auto before = plant("consumer", "before", "current");
        QVERIFY(distribute());
        const auto held = m_fixture->builtImages("consumer2");
        QCOMPARE(held.size(), 1);
        const auto id = held.first().value("id").toString();
        QCOMPARE(m_build->delivered.value("consumer"), id);
        QCOMPARE(membersOf(id), QStringList("consumer"));
        QVERIFY(membersOf(m_build->snapshotId).isEmpty());

        QVERIFY(QCoro::waitFor(build::publish(m_site->site(), m_build, {})));
        QCOMPARE(stateOf(id), "current");
        QCOMPARE(stateOf(m_build->snapshotId), "current");
        QCOMPARE(stateOf(before), "previous");
    }

    void case05_aHubThatTakesNothingIsGoneWithout()
    {
        how().hub = QStringLiteral("consumer2");
        m_build->request.consumers = QStringList("consumer");
        fault("POST", "/v2/images$", "consumer2", 413);
        QVERIFY(distribute());
        QCOMPARE(m_build->delivered.value("consumer"), m_build->snapshotId);
        QVERIFY(!m_site->events().filter("without the hub").isEmpty());
    }

    void case08_whatIsSharedStaysWhileAnybodyShowsIt()
    {
        QVERIFY(distribute());
        QVERIFY(QCoro::waitFor(build::publish(m_site->site(), m_build, {})));
        m_build->request.keep = 1;
        for (int i = 0; i < 2; ++i)
            plant("builder", QStringLiteral("younger-%1").arg(i), "previous");
        QCoro::waitFor(build::prune(m_site->site(), m_build, {}));
        QVERIFY(!image(m_build->snapshotId).isEmpty());
    }

    void case08_aSharedImageOfWhichAServerWasMadeStays()
    {
        QVERIFY(distribute());
        const auto old = m_build->snapshotId;
        boot("consumer2", old);
        m_build = m_site->begun(); // whose delivery is the one that counts: the old build never ended
        m_build->request.keep = 1;
        m_build->request.publishing.hold = true; // both are candidates, of which one is kept
        m_build->snapshotId = plant("builder", m_build->id, "candidate");
        const auto ended = m_site->journal().builds(0)->last();
        auto closed = ended;
        closed.state = store::BuildState::Failed;
        QVERIFY(m_site->journal().updateBuild(closed));
        QCoro::waitFor(build::prune(m_site->site(), m_build, {}));
        QVERIFY(!image(old).isEmpty());
        QCOMPARE(m_site->events().filter("a server of cloud consumer2 was made from it").size(), 1);

        const auto servers = *QCoro::waitFor(m_site->site().consumers.value("consumer2")->compute().servers({}));
        QVERIFY(QCoro::waitFor(
            m_site->site().consumers.value("consumer2")->compute().deleteServer(servers.first().id, {})));
        QTRY_VERIFY(m_fixture->servers().isEmpty());
        QCoro::waitFor(build::prune(m_site->site(), m_build, {}));
        QVERIFY(image(old).isEmpty());
    }

    void case21_undoUnsharesBeforeItDeletes()
    {
        m_fixture->cloud.clearFaults();
        const store::ResourceRecord record{.build = m_build->id, .kind = "image", .cloud = "builder"};
        QVERIFY(m_site->journal().created(*m_site->journal().intend(record), m_build->snapshotId));
        QVERIFY(distribute());
        QVERIFY(QCoro::waitFor(build::undo(m_site->site(), m_build)));
        QVERIFY(m_fixture->nothingLeft());
        QStringList deletions;
        for (const auto &request : m_fixture->cloud.requests())
            if (request[u"method"] == QStringLiteral("DELETE"))
                deletions << request[u"path"].toString().section(u'/', -2, -2);
        QCOMPARE(deletions, QStringList({"members", "members", "images"}));
    }

    void case21_whoWasKilledWhileSharingGoesOn()
    {
        auto place = m_fixture->place();
        place.wish = {{"distribution", "auto"}};
        m_site.reset();
        QVERIFY(QDir(place.folder).removeRecursively());
        QVERIFY(QDir().mkpath(place.folder));
        const int hold = m_fixture->cloud.addHold({{"method", "PUT"}, {"path", "/members/"}, {"when", "before"}});
        BuildProcess process(place, m_consumers);
        QVERIFY(!m_fixture->cloud.waitUntilHeld(hold, 90'000).isEmpty());
        process.kill();
        m_fixture->cloud.release(hold, true);
        BuildSite site(place, m_consumers);
        const auto outcome =
            QCoro::waitFor(build::runBuild(site.site(), site.request(), "manual", site.openBuild(), {}));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QCOMPARE(outcome->ways.values(), QStringList({"share", "share"}));
        QCOMPARE(membersOf(outcome->snapshotId), m_consumers);
    }
};

IMAGEBUILDER_TEST(SharingTest, "sharing")
#include "sharingtest.moc"
