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
