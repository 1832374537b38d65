// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "charmfixture.h"
#include "support/testmain.h"

#include <QtCore/QDir>

namespace {

class HooksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsUnknownEndsWellAndDoesNothing()
    {
        FakeModel model;
        model.addUnit(QStringLiteral("builder/0"), true);
        QCOMPARE(model.hook(QStringLiteral("cos-agent-relation-joined"), {"JUJU_RELATION=cos-agent"}).code, 0);
        QCOMPARE(model.hook(QStringLiteral("collect-metrics")).code, 0);
        QCOMPARE(model.custom(QStringLiteral("something")), 0);
        QCOMPARE(model.status(), QStringLiteral("unknown: "));
    }

    void installWithBadOptionsBlocksAndTheFirstGoodOnesDoAllOfIt()
    {
        CharmFixture charm;
        auto &model = charm.model();
        model.setConfig(QStringLiteral("architecture"), QStringLiteral("mips"));
        charm.install();
        QCOMPARE(model.status(), QStringLiteral("blocked: Unsupported arch='mips'"));
        QCOMPARE(model.hook(QStringLiteral("upgrade-charm")).code, 0);
        QCOMPARE(model.status(), QStringLiteral("blocked: Unsupported arch='mips'"));
        QVERIFY(!QFile::exists(model.root() + QStringLiteral("/etc/cron.d/build-runner-image")));
        QCOMPARE(model.action(QStringLiteral("run")).failed, QStringLiteral("Unsupported arch='mips'"));
        model.setConfig(QStringLiteral("architecture"), QStringLiteral("x64"));
        QCOMPARE(model.hook(QStringLiteral("config-changed")).code, 0);
        QCOMPARE(model.status(), QStringLiteral("blocked: image integration required."));
        QVERIFY(QFile::exists(model.root() + QStringLiteral("/etc/cron.d/build-runner-image")));
        QCOMPARE(model.action(QStringLiteral("run")).failed, QStringLiteral("Image relation not yet ready."));
    }

    void theOldCharmsPasswordsAndImagesGo()
    {
        CharmFixture charm;
        QDir home(charm.model().root() + QStringLiteral("/home/ubuntu"));
        home.mkpath(QStringLiteral(".ssh"));
        for (const auto *name : {"clouds.yaml", "noble-server-cloudimg-amd64.img", "b-noble-x64.snapshot", "notes"}) {
            QFile file(home.filePath(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        charm.install();
        QCOMPARE(home.entryList(QDir::Files), QStringList{"notes"});
    }

    void case30_theOldCharmsImagesAreShownAtOnceWithTheSameBytes()
    {
        CharmFixture charm;
        auto &model = charm.model();
        const auto old =
            charm.cloud().steer("POST", QStringLiteral("images"),
                                {{"project", "web"},
                                 {"size", 1024},
                                 {"image", QJsonObject{{"name", "builder-noble-x64"}, {"status", "active"}}}});
        const auto id = old.value(u"id").toString();
        QVERIFY(!id.isEmpty());
        model.relate(webRelation, QStringLiteral("web"), charm.consumerBag(QStringLiteral("web")));
        QCOMPARE(model.hook(QStringLiteral("upgrade-charm")).code, 0);
        QVERIFY(charm.settle());
        QCOMPARE(charm.ids(webRelation), QStringList{id});
        QCOMPARE(charm.builds(), 0);
        QCOMPARE(model.status(), QStringLiteral("active: "));
    }

    void case37_allUnitsShowWhatTheLeaderDecided()
    {
        CharmFixture charm;
        auto &model = charm.model();
        charm.install();
        charm.join(webRelation, QStringLiteral("web"));
        QVERIFY(charm.settle());
        const auto first = charm.ids(webRelation);
        QCOMPARE(first.size(), 1);

        // A new unit shows it in its first hook, and builds nothing.
        charm.addUnit(secondUnit);
        QCOMPARE(model.hook(QStringLiteral("install"), {}, secondUnit).code, 0);
        QCOMPARE(model.bag(webRelation, secondUnit), model.bag(webRelation));
        QCOMPARE(model.custom(QStringLiteral("run"), secondUnit), 0);
        QVERIFY(charm.settle());
        QCOMPARE(charm.builds(secondUnit), 0);
        QVERIFY(model.action(QStringLiteral("run"), {}, secondUnit).failed.contains(u"builder/leader"));

        // The leader builds; the peers hear of it.
        QCOMPARE(model.action(QStringLiteral("run"), {{"wait", true}}).failed, QString());
        QVERIFY(charm.settle());
        const auto second = charm.ids(webRelation);
        QVERIFY(second != first);
        QCOMPARE(model.relationHook(QStringLiteral("builders:0"), QStringLiteral("changed"), secondUnit).code, 0);
        QCOMPARE(model.bag(webRelation, secondUnit), model.bag(webRelation));

        // case 38: another leads, with an empty journal: nothing changes, nothing is built.
        model.setLeader(secondUnit);
        QCOMPARE(model.hook(QStringLiteral("leader-elected"), {}, secondUnit).code, 0);
        QVERIFY(charm.settle());
        QCOMPARE(charm.ids(webRelation, secondUnit), second);
        QCOMPARE(model.bag(webRelation, secondUnit), model.bag(webRelation));
        QCOMPARE(model.status(secondUnit), QStringLiteral("active: "));
        const auto known = charm.builds(secondUnit);
        QCOMPARE(model.action(QStringLiteral("run"), {{"wait", true}}, secondUnit).failed, QString());
        QVERIFY(charm.settle());
        QCOMPARE(charm.builds(secondUnit), known + 1);
        const auto third = charm.ids(webRelation, secondUnit);
        QVERIFY(third != second);

        // The first one leads again: its old journal is not believed.
        QCOMPARE(model.relationHook(QStringLiteral("builders:0"), QStringLiteral("changed")).code, 0);
        model.setLeader(QStringLiteral("builder/0"));
        QCOMPARE(model.hook(QStringLiteral("leader-elected")).code, 0);
        QCOMPARE(charm.ids(webRelation), third);
        QVERIFY(charm.settle());
        QCOMPARE(charm.ids(webRelation), third);
    }

    void case21_aBuildWhoseProcessesWereKilledGoesOnAtStart()
    {
        CharmFixture charm;
        auto &model = charm.model();
        charm.install();
        const auto hold = charm.cloud().addHold({{"method", "POST"}, {"path", "/servers$"}});
        charm.join(webRelation, QStringLiteral("web"));
        QVERIFY(!charm.cloud().waitUntilHeld(hold).isEmpty());
        QCOMPARE(model.status(), QStringLiteral("active: Building image."));
        charm.killWorker();
        charm.cloud().release(hold, true);
        QCOMPARE(model.hook(QStringLiteral("start")).code, 0);
        QVERIFY(charm.settle());
        QCOMPARE(charm.ids(webRelation).size(), 1);
        QCOMPARE(charm.builds(), 1);
        QVERIFY(charm.cloud().state().value(u"servers").toArray().isEmpty());
    }

    void triggersDuringABuildAreRememberedOnce()
    {
        CharmFixture charm;
        auto &model = charm.model();
        charm.install();
        charm.join(webRelation, QStringLiteral("web"));
        QVERIFY(charm.settle());
        const auto hold = charm.cloud().addHold({{"method", "POST"}, {"path", "/servers$"}});
        const auto run = model.action(QStringLiteral("run"));
        QVERIFY(!charm.cloud().waitUntilHeld(hold).isEmpty());
        QCOMPARE(model.action(QStringLiteral("run")).result, run.result);
        for (int i = 0; i < 3; ++i) {
            model.setConfig(QStringLiteral("runner-version"), QStringLiteral("2.330.%1").arg(i));
            QCOMPARE(model.hook(QStringLiteral("config-changed")).code, 0);
        }
        charm.cloud().release(hold);
        QVERIFY(charm.settle());
        QCOMPARE(charm.builds(), 3);
    }

    void stopEndsWhatIsBuilt()
    {
        CharmFixture charm;
        auto &model = charm.model();
        charm.install();
        const auto hold = charm.cloud().addHold({{"method", "POST"}, {"path", "/servers$"}});
        charm.join(webRelation, QStringLiteral("web"));
        QVERIFY(!charm.cloud().waitUntilHeld(hold).isEmpty());
        QCOMPARE(model.hook(QStringLiteral("stop")).code, 0);
        charm.cloud().release(hold);
        QVERIFY(charm.settle());
        QVERIFY(charm.cloud().state().value(u"servers").toArray().isEmpty());
        QVERIFY(charm.ids(webRelation).isEmpty());
    }

    void actionsAnswerWithWhatTheProgramKnows()
    {
        CharmFixture charm;
        auto &model = charm.model();
        charm.install();
        charm.join(webRelation, QStringLiteral("web"));
        QVERIFY(charm.settle());
        const auto builds = model.action(QStringLiteral("builds"), {{"limit", 1}});
        QVERIFY2(builds.result.value(u"output").toString().contains(u"builder-noble-x64"), qPrintable(builds.failed));
        QVERIFY(model.action(QStringLiteral("build-log")).result.value(u"output").toString().size() > 100);
        QVERIFY(model.action(QStringLiteral("quota")).result.value(u"output").toString().startsWith(u'{'));
        QVERIFY(model.action(QStringLiteral("gc")).result.value(u"output").toString().startsWith(u'{'));
        const auto consumers = model.action(QStringLiteral("consumers")).result.value(u"consumers").toString();
        QVERIFY(consumers.contains(charm.ids(webRelation).first()));
        QVERIFY(!consumers.contains(charm.password()));
        const auto explained = model.action(QStringLiteral("explain"));
        QVERIFY2(explained.result.value(u"output").toString().contains(charm.ids(webRelation).first()),
                 qPrintable(explained.failed));
        QVERIFY(model.action(QStringLiteral("run"), {{"base", "focal"}}).failed.contains(u"focal"));
        QVERIFY(model.action(QStringLiteral("run"), {{"consumer", "nobody"}}).failed.contains(u"web_ci"));
    }

    void case27_aPauseStandsInTheStatusAndStopsTheScheduleAlone()
    {
        CharmFixture charm;
        auto &model = charm.model();
        charm.install();
        charm.join(webRelation, QStringLiteral("web"));
        QVERIFY(charm.settle());
        const auto first = charm.ids(webRelation);
        QCOMPARE(model.action(QStringLiteral("pause"), {{"reason", "-- Glance is moved"}}).failed, QString());
        QVERIFY2(model.status().contains(u"paused the schedule"), qPrintable(model.status()));
        QVERIFY(model.status().contains(u"-- Glance is moved"));
        QFile::remove(model.root() + QStringLiteral("/var/lib/imagebuilder/unit.json")); // so that a run is due
        QCOMPARE(model.custom(QStringLiteral("run")), 0);
        QVERIFY(charm.settle());
        QCOMPARE(charm.ids(webRelation), first);
        QCOMPARE(charm.builds(), 1);
        QCOMPARE(model.action(QStringLiteral("resume")).failed, QString());
        QCOMPARE(model.status(), QStringLiteral("active: "));
        QFile::remove(model.root() + QStringLiteral("/var/lib/imagebuilder/unit.json"));
        QCOMPARE(model.custom(QStringLiteral("run")), 0);
        QVERIFY(charm.settle());
        QVERIFY(charm.ids(webRelation) != first);
    }

    void rollbackIsShownAtOnce()
    {
        CharmFixture charm;
        auto &model = charm.model();
        charm.install();
        charm.join(webRelation, QStringLiteral("web"));
        QVERIFY(charm.settle());
        const auto first = charm.ids(webRelation);
        QCOMPARE(model.action(QStringLiteral("run"), {{"wait", true}}).failed, QString());
        QVERIFY(charm.ids(webRelation) != first);
        QCOMPARE(model.action(QStringLiteral("rollback"), {{"base", "noble"}}).failed, QString());
        QCOMPARE(charm.ids(webRelation), first);
    }

    void case01_anImageThatWasDeletedIsReplacedFromUpdateStatus()
    {
        CharmFixture charm;
        auto &model = charm.model();
        charm.install();
        charm.join(webRelation, QStringLiteral("web"));
        QVERIFY(charm.settle());
        const auto first = charm.ids(webRelation);
        QCOMPARE(model.action(QStringLiteral("run"), {{"wait", true}}).failed, QString());
        QVERIFY(charm.settle());
        charm.cloud().steer("DELETE", QStringLiteral("images/") + charm.ids(webRelation).first());
        QCOMPARE(model.hook(QStringLiteral("update-status")).code, 0);
        QVERIFY(charm.settle());
        QCOMPARE(charm.ids(webRelation), first);
    }
};

} // namespace

IMAGEBUILDER_TEST(HooksTest, "hooks")
#include "hookstest.moc"
