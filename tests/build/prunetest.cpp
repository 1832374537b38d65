// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/prune.h"

#include "build/properties.h"
#include "build/publish.h"
#include "buildfixture.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;

/// What publish and prune do to the images of earlier builds.
class PruneTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<BuildFixture> m_fixture;
    std::unique_ptr<BuildSite> m_site;
    build::ProgressPtr m_build;

    QJsonObject image(const QString &name, const QString &build, const QString &deployment) const
    {
        return {{"name", name},
                {"status", "active"},
                {build::property::deployment, deployment},
                {build::property::build, build},
                {build::property::state, "current"}};
    }
    QString plantOurs(const QString &project, const QString &build) const
    {
        return m_fixture->plant(project, image("app-noble-x64", build, m_site->journal().deployment()));
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
        const store::BuildRecord old{.id = "old", .imageName = "app-noble-x64", .state = store::BuildState::Succeeded};
        QVERIFY(m_site->journal().addBuild(old));
        QVERIFY(m_site->journal().setDelivery(
            {.build = "old", .consumer = "consumer", .imageId = shown, .state = "delivered"}));
        plantOurs("consumer", "failed-1");
        plantOurs("consumer", "failed-2");
        prune();
        QVERIFY(ids("consumer").contains(shown));
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
};

IMAGEBUILDER_TEST(PruneTest, "prune")
#include "prunetest.moc"
