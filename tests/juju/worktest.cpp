// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "charmfixture.h"
#include "support/testmain.h"

namespace {

class WorkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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

    void hooksWaitForNoCloud()
    {
        CharmFixture charm;
        auto &model = charm.model();
        charm.install();
        for (int i = 1; i <= 20; ++i) {
            auto bag = charm.consumerBag(QStringLiteral("web"));
            bag.insert("project_name", QStringLiteral("p%1").arg(i));
            model.relate(QStringLiteral("image:%1").arg(i), QStringLiteral("app%1").arg(i), bag);
        }
        charm.cloud().addFault({{"kind", "hang"}, {"method", ".*"}, {"path", ".*"}, {"times", 0}});
        for (const auto *name : {"config-changed", "update-status", "secret-changed"}) {
            const auto end = model.hook(QLatin1String(name));
            QCOMPARE(end.code, 0);
            qInfo("%s with 20 consumers and a cloud that hangs: %.2f s of its own", name, end.ownSeconds);
        }
        QCOMPARE(model.status(), QStringLiteral("active: Building image."));
        QCOMPARE(model.hook(QStringLiteral("stop")).code, 0);
        charm.cloud().clearFaults();
    }
};

} // namespace

IMAGEBUILDER_TEST(WorkTest, "work")
#include "worktest.moc"
