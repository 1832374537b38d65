// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "buildfixture.h"
#include "support/testmain.h"

#include <QtCore/QTimer>

using namespace imagebuilder;
using namespace imagebuilder::testing;

class ResumeTest : public QObject
{
    Q_OBJECT

    const QStringList m_consumers{QStringLiteral("consumer"), QStringLiteral("consumer2")};
    std::unique_ptr<BuildFixture> m_fixture;

    /// Runs a build in a process that is killed while the cloud holds this request.
    void killAt(const QJsonObject &hold)
    {
        const int id = m_fixture->cloud.addHold(hold);
        BuildProcess process(m_fixture->place(), m_consumers);
        QVERIFY(!m_fixture->cloud.waitUntilHeld(id, 90'000).isEmpty());
        process.kill();
        m_fixture->cloud.release(id, hold.value("when") != QStringLiteral("after"));
    }

    /// Runs a build in a process that is killed when the journal says that this step has begun.
    void killIn(const QString &step)
    {
        BuildSite onlooker(m_fixture->place(), {});
        BuildProcess process(m_fixture->place(), m_consumers);
        QTRY_COMPARE_WITH_TIMEOUT(onlooker.openBuild() ? onlooker.openBuild()->step : QString(), step, 90'000);
        process.kill();
    }
    /// Goes on, and looks at what there is in the end.
    void resume()
    {
        BuildSite site(m_fixture->place(), m_consumers);
        const auto open = site.openBuild();
        QVERIFY(open);
        const auto outcome = QCoro::waitFor(build::runBuild(site.site(), site.request(), "manual", open, {}));
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message()));
        QCOMPARE(outcome->build, open->id);
        QCOMPARE(outcome->delivered.keys(), m_consumers);
        QVERIFY(m_fixture->servers().isEmpty());
        for (const auto &project : {"builder", "consumer", "consumer2"})
            QCOMPARE(m_fixture->builtImages(QString::fromLatin1(project)).size(), 1);
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<BuildFixture>(); }
    void cleanup() { m_fixture.reset(); }

    void case21_aBuildKilledAtARequestIsResumed_data()
    {
        QTest::addColumn<QJsonObject>("hold");
        const auto row = [](const char *name, const QString &method, const QString &path, const QString &when) {
            QJsonObject hold{{"method", method}, {"path", path}, {"when", when}};
            if (path == QStringLiteral("/file$"))
                hold.insert("project", "consumer"); // the base image goes to the builder's
            QTest::newRow(name) << hold;
        };
        row("server asked for", "POST", "/servers$", "after");
        row("upload asked for", "PUT", "/file$", "before");
        row("upload done", "PUT", "/file$", "after");
        row("marked as current", "PATCH", "/images/", "after");
        row("server deleted", "DELETE", "/servers/", "after");
    }
    void case21_aBuildKilledAtARequestIsResumed()
    {
        QFETCH(QJsonObject, hold);
        killAt(hold);
        resume();
    }

    void case21_aBuildKilledInAStepIsResumed_data()
    {
        QTest::addColumn<QString>("step");
        for (const auto &step : {"prepare", "boot", "provision", "seal", "snapshot"})
            QTest::newRow(step) << QString::fromLatin1(step);
    }
    void case21_aBuildKilledInAStepIsResumed()
    {
        QFETCH(QString, step);
        killIn(step);
        resume();
    }

    void case21_aVmThatVanishedMeanwhileIsMadeAnewWithinTheBuild()
    {
        killIn("provision");
        BuildSite site(m_fixture->place(), {});
        const auto server = m_fixture->servers().first().value("id").toString();
        QVERIFY(QCoro::waitFor(site.site().cloud.compute().deleteServer(server, {})));
        QTRY_VERIFY(m_fixture->servers().isEmpty());
        resume();
        QCOMPARE(site.journal().builds(0)->size(), 1);
    }

    void case21_aKilledBuildCanBeAbandoned()
    {
        killAt({{"method", "PUT"}, {"path", "/file$"}, {"project", "consumer"}, {"when", "before"}});
        BuildSite site(m_fixture->place(), m_consumers);
        const auto abandoned = QCoro::waitFor(build::abandon(site.site(), *site.openBuild(), {}));
        QVERIFY2(abandoned, abandoned ? "" : qPrintable(abandoned.error().message()));
        QVERIFY(m_fixture->nothingLeft());
        QVERIFY(!site.openBuild());
    }

    void case21_aRunningBuildIsNobodyElses()
    {
        const int hold = m_fixture->cloud.addHold({{"method", "POST"}, {"path", "/servers$"}});
        BuildProcess process(m_fixture->place(), m_consumers);
        QVERIFY(!m_fixture->cloud.waitUntilHeld(hold, 60'000).isEmpty());
        BuildSite site(m_fixture->place(), m_consumers);
        const auto abandoned = QCoro::waitFor(build::abandon(site.site(), *site.openBuild(), {}));
        QCOMPARE(abandoned.error().kind(), ErrorKind::Conflict);
        m_fixture->cloud.release(hold);
        QVERIFY(process.succeeded());
    }

    void case21_aCancelFromAnotherProcessUndoes()
    {
        m_fixture->cloud.steer("POST", "vm-story", {{"match", "."}, {"story", "never-ends"}});
        BuildSite site(m_fixture->place(), m_consumers);
        QTimer::singleShot(1000, this, [&site] {
            if (const auto open = site.openBuild())
                (void)site.journal().requestCancel(open->id);
        });
        const auto outcome = QCoro::waitFor(build::runBuild(site.site(), site.request(), "manual", {}, {}));
        QCOMPARE(outcome.error().kind(), ErrorKind::Cancelled);
        QVERIFY(m_fixture->nothingLeft());
        QCOMPARE(site.journal().builds(1)->first().state, store::BuildState::Cancelled);
    }
};

IMAGEBUILDER_TEST(ResumeTest, "resume")
#include "resumetest.moc"
