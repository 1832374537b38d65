// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "buildfixture.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;

/// A build that fails while the cloud lets nothing be removed.
class UndoTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<BuildFixture> m_fixture;
    std::unique_ptr<BuildSite> m_site;

    Result<build::Outcome> run()
    {
        return QCoro::waitFor(
            build::runBuild(m_site->site(), m_site->request(), "manual", m_site->openBuild(), std::stop_token()));
    }
    QString stateName(const QString &id) const { return store::buildStateName((*m_site->journal().build(id))->state); }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<BuildFixture>();
        m_site = std::make_unique<BuildSite>(m_fixture->place(), QStringList("consumer"));
        m_fixture->cloud.steer("POST", "vm-story", {{"match", "."}, {"story", "boot-error"}});
        m_fixture->cloud.addFault(
            {{"kind", "status"}, {"status", 403}, {"method", "DELETE"}, {"path", "/servers/"}, {"times", 0}});
        QCOMPARE(run().error().kind(), ErrorKind::Unavailable);
    }
    void cleanup()
    {
        m_site.reset();
        m_fixture.reset();
    }

    void case21_whatCouldNotBeUndoneStaysOpenUntilItIs()
    {
        const auto open = m_site->openBuild();
        QVERIFY(open);
        QCOMPARE(open->errorKind, errorKindName(ErrorKind::Unavailable));
        QVERIFY(open->error.contains("could be removed"));
        const auto again = QCoro::waitFor(build::abandon(m_site->site(), *open, {}));
        QCOMPARE(again.error().kind(), ErrorKind::Auth);
        QCOMPARE(stateName(open->id), "running");
        QVERIFY(!m_fixture->nothingLeft());

        m_fixture->cloud.clearFaults();
        QVERIFY(QCoro::waitFor(build::abandon(m_site->site(), *open, {})));
        QCOMPARE(stateName(open->id), "failed");
        QVERIFY(m_fixture->nothingLeft());
    }

    void whatAnEarlierBuildLeftDoesNotKeepTheNextOneFromItsImage()
    {
        const auto left = m_site->openBuild()->id;
        m_fixture->cloud.steer("DELETE", "vm-story");
        m_fixture->cloud.clearFaults();
        m_fixture->cloud.addFault({{"kind", "status"}, {"status", 403}, {"method", "DELETE"}, {"path", "/servers/"}});
        const auto outcome = run();
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QVERIFY(outcome->build != left);
        QCOMPARE(stateName(left), "running");
        QCOMPARE(m_fixture->servers().size(), 1);
    }
};

IMAGEBUILDER_TEST(UndoTest, "undo")
#include "undotest.moc"
