// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "charmfixture.h"
#include "support/testmain.h"

#include <QtCore/QDirIterator>

namespace {

class LifeTest : public QObject
{
    Q_OBJECT

private:
    /// Own work of every hook, for people; the fake's tools are left out.
    static void tellTimes(const FakeModel &model)
    {
        QMap<QString, double> longest;
        for (const auto &time : model.state().value(u"times").toArray()) {
            auto name = time.toArray().at(0).toString();
            if (name.startsWith(u"JUJU_DISPATCH_PATH="))
                name = name.section(u'=', 1).section(u' ', 0, 0);
            const auto own = time.toArray().at(1).toDouble() - time.toArray().at(2).toDouble();
            longest[name] = qMax(longest.value(name), own);
        }
        for (const auto &[name, seconds] : longest.asKeyValueRange())
            qInfo("%-26s %.2f s at most", qPrintable(name), seconds);
    }

    /// Every file of the unit's machine that everyone may read.
    static QStringList readableFilesWith(const FakeModel &model, const QByteArray &bytes)
    {
        QStringList found;
        QDirIterator files(model.root(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            const bool open = file.permissions().testAnyFlags(QFile::ReadGroup | QFile::ReadOther);
            const bool isLog = file.fileName().contains(u"/var/log/") || file.fileName().endsWith(u".db");
            if ((open || isLog) && file.open(QIODevice::ReadOnly) && file.readAll().contains(bytes))
                found << file.fileName();
        }
        return found;
    }

private Q_SLOTS:
    void fromInstallToRemoval()
    {
        CharmFixture charm;
        auto &model = charm.model();

        charm.install();
        QCOMPARE(model.status(), QStringLiteral("blocked: image integration required."));
        QFile cron(model.root() + QStringLiteral("/etc/cron.d/build-runner-image"));
        QVERIFY(cron.open(QIODevice::ReadOnly));
        QCOMPARE(cron.readAll(), QByteArray("0 */6 * * * root /usr/bin/bash -c '/usr/bin/juju-exec \"builder/0\" "
                                            "\"JUJU_DISPATCH_PATH=run HOME=/home/ubuntu ./dispatch\"'\n"));
        charm.join(webRelation, QStringLiteral("web"));
        QCOMPARE(model.status(), QStringLiteral("active: Building image."));
        QVERIFY(charm.settle());
        QCOMPARE(model.status(), QStringLiteral("active: "));
        const auto first = charm.ids(webRelation);
        QCOMPARE(first.size(), 1);
        QCOMPARE(charm.image(first.first()).value(u"status").toString(), QStringLiteral("active"));
        QCOMPARE(model.bag(webRelation),
                 (QJsonObject{
                     {"id", first.first()},
                     {"tags", "x64,noble"},
                     {"images", QStringLiteral("[{\"id\": \"%1\", \"tags\": \"x64,noble\"}]").arg(first.first())}}));
        QCOMPARE(charm.builds(), 1);

        // A second consumer gets what is there, without a build.
        charm.join(batchRelation, QStringLiteral("batch"));
        QVERIFY(charm.settle());
        QCOMPARE(charm.ids(batchRelation).size(), 1);
        QCOMPARE(charm.builds(), 1);
        QCOMPARE(charm.ids(webRelation), first);

        // A second base: that one alone is built.
        model.setConfig(QStringLiteral("base-image"), QStringLiteral("noble,22.04"));
        QCOMPARE(model.hook(QStringLiteral("config-changed")).code, 0);
        QVERIFY(charm.settle());
        QCOMPARE(charm.builds(), 2);
        QCOMPARE(charm.ids(webRelation).size(), 2);
        QCOMPARE(charm.ids(webRelation).first(), first.first());
        QCOMPARE(charm.ids(batchRelation).size(), 2);

        // A consumer's password is changed in its cloud first: it alone gets nothing new.
        const auto before = charm.ids(batchRelation);
        auto bag = charm.consumerBag(QStringLiteral("batch"));
        bag.insert("password", "not-yet-known");
        model.setRemoteBag(batchRelation, QStringLiteral("batch/0"), bag);
        QCOMPARE(model.relationHook(batchRelation, QStringLiteral("changed")).code, 0);
        QVERIFY(charm.settle());
        QCOMPARE(charm.builds(), 2);
        const auto run = model.action(QStringLiteral("run"), {{"base", "noble"}, {"wait", true}});
        QCOMPARE(run.failed, QString());
        QVERIFY(charm.settle());
        QVERIFY2(model.status().startsWith(u"active: No new image for batch_ci: "), qPrintable(model.status()));
        QVERIFY(model.status().contains(u"serving images of 2"));
        QCOMPARE(charm.ids(batchRelation), before);
        QVERIFY(charm.ids(webRelation).first() != first.first());
        QCOMPARE(run.result.value(u"build-ids").toString().size(), 12);
        // Its new password comes.
        model.setRemoteBag(batchRelation, QStringLiteral("batch/0"), charm.consumerBag(QStringLiteral("batch")));
        QCOMPARE(model.relationHook(batchRelation, QStringLiteral("changed")).code, 0);
        QCOMPARE(model.action(QStringLiteral("publish")).failed, QString());
        QVERIFY(charm.settle());
        QVERIFY(charm.ids(batchRelation).first() != before.first());

        // Nova fails; everybody keeps what they have, and hears nothing.
        const auto shown = charm.ids(webRelation);
        charm.cloud().addFault(
            {{"kind", "status"}, {"status", 403}, {"method", "POST"}, {"path", "/servers$"}, {"times", 0}});
        QCOMPARE(model.action(QStringLiteral("run")).failed, QString());
        QVERIFY(charm.settle());
        QVERIFY2(model.status().startsWith(u"active: Last build failed: "), qPrintable(model.status()));
        QCOMPARE(charm.ids(webRelation), shown);
        const auto changes = model.state().value(u"changes").toArray().size();
        QCOMPARE(model.hook(QStringLiteral("update-status")).code, 0);
        QVERIFY(charm.settle());
        QCOMPARE(model.state().value(u"changes").toArray().size(), changes);
        charm.cloud().clearFaults();
        QCOMPARE(model.action(QStringLiteral("run")).failed, QString());
        QVERIFY(charm.settle());
        QCOMPARE(model.status(), QStringLiteral("active: "));
        QVERIFY(charm.ids(webRelation).first() != shown.first());

        // A relation goes, and its credentials with it.
        model.removeRelation(batchRelation);
        QCOMPARE(model.hook(QStringLiteral("config-changed")).code, 0);
        QFile clouds(model.root() + QStringLiteral("/var/lib/imagebuilder/clouds.yaml"));
        QVERIFY(clouds.open(QIODevice::ReadOnly));
        QVERIFY(!clouds.readAll().contains("batch_ci"));
        QCOMPARE(readableFilesWith(model, charm.password().toUtf8()), QStringList());

        QCOMPARE(model.hook(QStringLiteral("stop")).code, 0);
        QCOMPARE(model.hook(QStringLiteral("remove")).code, 0);
        QVERIFY(!QFile::exists(cron.fileName()));
        QVERIFY(!QFile::exists(clouds.fileName()));
        QVERIFY(charm.cloud().state().value(u"servers").toArray().isEmpty());
        tellTimes(model);
    }
};

} // namespace

IMAGEBUILDER_TEST(LifeTest, "life")
#include "lifetest.moc"
