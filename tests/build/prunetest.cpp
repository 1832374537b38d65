// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/prune.h"

#include "build/properties.h"
#include "build/publish.h"
#include "buildfixture.h"
#include "support/testmain.h"

#include <QtCore/QTimeZone>

using namespace imagebuilder;
using namespace imagebuilder::testing;

/// What publish and prune do to the images of earlier builds.
class PruneTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<BuildFixture> m_fixture;
    std::unique_ptr<BuildSite> m_site;
    build::ProgressPtr m_build;
    QDateTime m_planted{QDate(2026, 1, 1), QTime(0, 0), QTimeZone::UTC};

    QJsonObject image(const QString &name, const QString &build, const QString &deployment) const
    {
        return {{"name", name},
                {"status", "active"},
                {build::property::deployment, deployment},
                {build::property::build, build},
                {build::property::state, "current"}};
    }
    /// A build that ended well and gave this image to the consumer.
    void delivered(const QString &build, const QString &imageId) const
    {
        const store::BuildRecord record{
            .id = build, .imageName = "app-noble-x64", .state = store::BuildState::Succeeded};
        QVERIFY(m_site->journal().addBuild(record));
        QVERIFY(m_site->journal().setDelivery(
            {.build = build, .consumer = "consumer", .imageId = imageId, .state = "delivered"}));
        published(build, imageId);
    }
    void published(const QString &build, const QString &imageId) const
    {
        QVERIFY(m_site->journal().setPublication(
            {.imageName = "app-noble-x64", .consumer = "consumer", .imageId = imageId, .build = build}));
    }
    /// What the build made, before publish; the consumer's copy.
    QString deliverUnmarked()
    {
        m_build->snapshotId = plantOurs("builder", m_build->id);
        auto copy = image("app-noble-x64", m_build->id, m_site->journal().deployment());
        copy.insert(build::property::state, "candidate");
        const auto id = m_fixture->plant("consumer", copy);
        m_build->delivered.insert("consumer", id);
        return id;
    }
    static QJsonObject refusedMark(int times)
    {
        return {{"kind", "status"},   {"status", 409},  {"method", "PATCH"},
                {"path", "/images/"}, {"times", times}, {"project", "consumer"}};
    }
    QString stateOf(const QString &project, const QString &id) const
    {
        for (const auto &built : m_fixture->builtImages(project))
            if (built.value("id") == id)
                return built[u"properties"][build::property::state].toString();
        return {};
    }
    /// Each a day younger than the one before.
    QString plantOurs(const QString &project, const QString &build)
    {
        m_planted = m_planted.addDays(1);
        auto planted = image("app-noble-x64", build, m_site->journal().deployment());
        planted.insert("created_at", m_planted.toString(Qt::ISODate));
        return m_fixture->plant(project, planted);
    }
    QStringList ids(const QString &project) const
    {
        QStringList ids;
        for (const auto &built : m_fixture->builtImages(project))
            ids << built.value("id").toString();
        return ids;
    }
    void prune() { QCoro::waitFor(build::prune(m_site->site(), m_build, {})); }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<BuildFixture>();
        m_site = std::make_unique<BuildSite>(m_fixture->place(), QStringList("consumer"));
        m_build = m_site->begun();
        m_build->request.keep = 1;
    }
    void cleanup()
    {
        m_site.reset();
        m_fixture.reset();
    }

    void whatConsumersShowStays()
    {
        const auto shown = plantOurs("consumer", "old");
        delivered("old", shown);
        plantOurs("consumer", "failed-1");
        plantOurs("consumer", "failed-2");
        prune();
        QVERIFY(ids("consumer").contains(shown));
    }

    void whatIsTooOldGoesThoughItIsAmongThoseKeptButForTheNewest()
    {
        plantOurs("consumer", "oldest");
        const auto newest = plantOurs("consumer", "newest");
        m_build->request.keep = 5;
        prune();
        QCOMPARE(ids("consumer").size(), 2);
        m_build->request.keepAge = std::chrono::days(1);
        prune();
        QCOMPARE(ids("consumer"), QStringList(newest));
    }

    void case01_whatConsumersShowedBeforeThisBuildStays()
    {
        const auto oldest = plantOurs("consumer", "oldest");
        delivered("oldest", oldest);
        const auto before = plantOurs("consumer", "before");
        delivered("before", before);
        const auto fresh = plantOurs("consumer", m_build->id);
        m_build->delivered.insert("consumer", fresh);
        published(m_build->id, fresh);
        prune();
        auto left = ids("consumer");
        left.sort();
        auto expected = QStringList({before, fresh});
        expected.sort();
        QCOMPARE(left, expected);
    }

    void case08_aBuildProjectThatIsConsumerKeepsItsNumber()
    {
        m_site = std::make_unique<BuildSite>(m_fixture->place(), QStringList("builder"));
        m_build = m_site->begun();
        m_build->request.keep = 3;
        for (int i = 0; i < 4; ++i)
            plantOurs("builder", QStringLiteral("old-%1").arg(i));
        m_build->snapshotId = plantOurs("builder", m_build->id);
        m_build->delivered.insert("builder", m_build->snapshotId);
        prune();
        QCOMPARE(ids("builder").size(), 3);
        QVERIFY(ids("builder").contains(m_build->snapshotId));
    }

    void case03_whatCannotBeDeletedIsAWarning()
    {
        for (int i = 0; i < 3; ++i)
            plantOurs("builder", QStringLiteral("old-%1").arg(i));
        m_fixture->cloud.addFault({{"kind", "status"}, {"status", 409}, {"method", "DELETE"}, {"path", "/images/"}});
        prune();
        QCOMPARE(ids("builder").size(), 2);
        QVERIFY(m_site->events().filter("stays on cloud builder").size() == 1);
    }

    void case04_othersImagesStayAndNamesAreLiteral()
    {
        const auto foreign = m_fixture->plant("builder", image("app-noble-x64", "x", "another-deployment"));
        auto shared = image("app-noble-x64", "y", m_site->journal().deployment());
        shared.insert("visibility", "public");
        const auto publicOne = m_fixture->plant("consumer2", shared);
        m_build->request.imageName = "app-[noble]*";
        const auto similar = plantOurs("builder", "z");
        prune();
        QCOMPARE(ids("builder"), QStringList({foreign, similar}));
        QCOMPARE(ids("consumer2"), QStringList(publicOne));
    }

    void publishMakesTheOldOnesPrevious()
    {
        const auto old = plantOurs("builder", "old");
        m_build->snapshotId = plantOurs("builder", m_build->id);
        m_build->delivered.insert("consumer", plantOurs("consumer", m_build->id));
        QVERIFY(QCoro::waitFor(build::publish(m_site->site(), m_build, {})));
        for (const auto &built : m_fixture->builtImages("builder"))
            QCOMPARE(built[u"properties"][build::property::state].toString(),
                     built.value("id") == old ? "previous" : "current");
    }

    void case05_whatCouldNotBeMarkedAtOnceIsMarkedAtLast()
    {
        const auto id = deliverUnmarked();
        m_fixture->cloud.addFault(refusedMark(1));
        QVERIFY(QCoro::waitFor(build::publish(m_site->site(), m_build, {})));
        QCOMPARE(stateOf("consumer", id), "current");
    }

    void case05_whatPublishCouldNotMarkPruneMarksLater()
    {
        const auto id = deliverUnmarked();
        m_fixture->cloud.addFault(refusedMark(3));
        QVERIFY(QCoro::waitFor(build::publish(m_site->site(), m_build, {})));
        QCOMPARE(stateOf("consumer", id), "candidate");
        prune();
        QCOMPARE(stateOf("consumer", id), "current");
    }
};

IMAGEBUILDER_TEST(PruneTest, "prune")
#include "prunetest.moc"
