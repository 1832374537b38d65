// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "charmfixture.h"
#include "support/testmain.h"

namespace {

class LeaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
};

} // namespace

IMAGEBUILDER_TEST(LeaderTest, "leader")
#include "leadertest.moc"
