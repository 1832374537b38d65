// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/snapshot.h"

#include "build/properties.h"
#include "buildfixture.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;

class SnapshotTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<BuildFixture> m_fixture;

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<BuildFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void case09_anEmptyImageIsNoSnapshot()
    {
        BuildSite site(m_fixture->place(), {});
        const auto build = site.begun();
        const QJsonObject empty{{"name", "app-noble-x64"},
                                {"status", "active"},
                                {build::property::deployment, site.journal().deployment()},
                                {build::property::build, build->id}};
        m_fixture->plant("builder", empty, 0);
        const auto taken = QCoro::waitFor(build::snapshot(site.site(), build, {}));
        QCOMPARE(taken.error().kind(), ErrorKind::Unavailable);
        QVERIFY(m_fixture->builtImages("builder").isEmpty());
    }

    void case09_aSnapshotThatGlanceGaveUpIsTakenAgain()
    {
        BuildSite site(m_fixture->place(), {"consumer"});
        auto running = build::runBuild(site.site(), site.request(), "manual", {}, std::stop_token());
        QTRY_VERIFY_WITH_TIMEOUT(site.openBuild() && site.openBuild()->step == build::step::snapshot, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture->builtImages("builder").size(), 1, 10'000);
        const auto killed = m_fixture->builtImages("builder").first().value("id").toString();
        const int hold = m_fixture->cloud.addHold({{"method", "GET"}, {"path", "/images/" + killed}});
        QTRY_VERIFY_WITH_TIMEOUT(!m_fixture->cloud.waitUntilHeld(hold, 1).isEmpty(), 10'000);
        m_fixture->cloud.steer("PATCH", "images/" + killed, {{"status", "killed"}});
        m_fixture->cloud.release(hold);
        const auto outcome = QCoro::waitFor(std::move(running));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QVERIFY(outcome->snapshotId != killed);
        QCOMPARE(m_fixture->builtImages("builder").size(), 1);
    }

    void case11_aSlowSnapshotTellsItsStateAndEndsAtItsDeadline()
    {
        BuildSite site(m_fixture->place(), {});
        site.site().options.snapshotDeadline = milliseconds(1);
        const auto outcome = QCoro::waitFor(build::runBuild(site.site(), site.request(), "manual", {}, {}));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind(), ErrorKind::Timeout);
        const auto told = site.events().filter(QRegularExpression("^snapshot: image_[a-z_]+, after [0-9]+ s$"));
        QVERIFY2(!told.isEmpty(), qPrintable(site.events().join(u" // ")));
        QVERIFY(m_fixture->nothingLeft());
    }
};

IMAGEBUILDER_TEST(SnapshotTest, "snapshot")
#include "snapshottest.moc"
