// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "charmfixture.h"
#include "support/testmain.h"

namespace {

class ActionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
};

} // namespace

IMAGEBUILDER_TEST(ActionsTest, "actions")
#include "actionstest.moc"
