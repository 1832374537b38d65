// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "schemas.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>

using namespace imagebuilder::testing;

/// What people do with images that were built: look, go back, call bad, publish later, prune.
class ImagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // One story: builds take seconds each, so the tests share them and leave the newest current.
    void initTestCase()
    {
        m_first = built({}, "web");
        m_second = built();
        m_third = built();
        QVERIFY(!m_third.isEmpty());
    }

    void theListTellsWhoShowsWhat()
    {
        const auto list = images({"list", "ci-noble-x64"});
        QCOMPARE(checkedBySchema("images", list), QString());
        QCOMPARE(list.value("images").toArray().size(), 8);
        const auto web = imageOf(list, "web", m_third);
        QCOMPARE(web.value("state").toString(), QStringLiteral("current"));
        QCOMPARE(web.value("published_to").toArray(), QJsonArray{"web"});
        QCOMPARE(stateOf("web", m_second), QStringLiteral("previous"));
        QVERIFY(run({"images"}).out.contains("SHOWN BY"));
    }

    void aRollbackIsWhatEverybodyShowsThen()
    {
        const auto back = images({"rollback", "ci-noble-x64"});
        QCOMPARE(checkedBySchema("images-changes", back), QString());
        QCOMPARE(back.value("changed")[0]["build"].toString(), m_second);
        for (const auto &cloud : QStringList{"builder", "web", "batch"}) {
            QCOMPARE(stateOf(cloud, m_second), QStringLiteral("current"));
            QCOMPARE(stateOf(cloud, m_third), QStringLiteral("previous"));
        }
        QCOMPARE(latest("web"), idOf("web", m_second));
        images({"rollback", "--to", m_third.left(8)}); // forth again
        QCOMPARE(latest("web"), idOf("web", m_third));
    }

    void whereTheEarlierImageIsMissingTheOthersGoBackAndItIsSaid()
    {
        const auto ended = run({"images", "rollback", "--to", m_first});
        QCOMPARE(ended.exitCode, 6);
        QVERIFY2(ended.out.contains("batch -: not done"), ended.out.constData());
        QCOMPARE(latest("web"), idOf("web", m_first));
        QCOMPARE(latest("batch"), idOf("batch", m_third));
        images({"rollback", "--to", m_third});
    }

    void aBadImageIsGoneBackFromAndNeverChosenAgain()
    {
        images({"mark-bad", m_third});
        QCOMPARE(stateOf("web", m_third), QStringLiteral("bad"));
        QCOMPARE(stateOf("web", m_second), QStringLiteral("current"));
        QCOMPARE(latest("web"), idOf("web", m_second));
        QCOMPARE(run({"images", "rollback", "--to", m_third}).exitCode, 6);
        images({"mark-good", m_third});
        QCOMPARE(stateOf("web", m_third), QStringLiteral("previous"));
        QCOMPARE(latest("web"), idOf("web", m_second));
        images({"rollback", "--to", m_third});
    }

    void aHeldImageWaitsForItsPromotion()
    {
        const auto held = built({"--publish", "hold"});
        QCOMPARE(latest("web"), idOf("web", m_third));
        QCOMPARE(stateOf("web", held), QStringLiteral("candidate"));
        images({"promote", held});
        QCOMPARE(latest("web"), idOf("web", held));
    }

    void theOthersFollowTheCanaryOnceItsTimeHasPassed()
    {
        const auto before = latest("batch");
        const auto canary = built({"--canary", "web", "--canary-minutes", "0"});
        QCOMPARE(latest("web"), idOf("web", canary));
        QCOMPARE(latest("batch"), before);
        QCOMPARE(images({"promote", "--due"}).value("changed")[0]["build"].toString(), canary);
        QCOMPARE(latest("batch"), idOf("batch", canary));
        QVERIFY(images({"promote", "--due"}).value("changed").toArray().isEmpty());
    }

    void aCanaryThatWasTakenBackHoldsTheOthers()
    {
        const auto before = latest("batch");
        built({"--canary", "web", "--canary-minutes", "0"});
        images({"rollback", "ci-noble-x64"});
        QVERIFY(images({"promote", "--due"}).value("changed").toArray().isEmpty());
        QCOMPARE(latest("batch"), before);
    }

    void case03_pruneSaysWhatGoesAndWhyAndWhatCouldNot()
    {
        images({"rollback", "--to", m_third});
        const auto before = images({"list"}).value("images").toArray().size();
        const auto dry = images({"prune", "--keep", "1", "--dry-run"});
        QCOMPARE(checkedBySchema("images-prune", dry), QString());
        QVERIFY(!imageOf(dry, "web", m_third).value("prune").toBool());
        QVERIFY(imageOf(dry, "web", m_second).value("prune").toBool());
        QCOMPARE(images({"list"}).value("images").toArray().size(), before);
        m_fixture.cloud().addFault({{"kind", "status"},
                                    {"status", 409},
                                    {"method", "DELETE"},
                                    {"path", "/images/"},
                                    {"project", "web"},
                                    {"times", 0}});
        const auto ended = run({"images", "prune", "--keep", "1", "--output", "json"});
        QCOMPARE(ended.exitCode, 6);
        QVERIFY(!imageOf(ended.json(), "web", m_second).value("error").toString().isEmpty());
        QVERIFY(imageOf(ended.json(), "batch", m_second).value("deleted").toBool());
        QCOMPARE(latest("batch"), idOf("batch", m_third));
    }

private:
    Ended run(const QStringList &arguments)
    {
        return m_fixture.program().run(QStringList{"--os-cloud", "builder"} + arguments);
    }
    QJsonObject images(const QStringList &arguments)
    {
        const auto ended = run(QStringList("images") + arguments + QStringList{"--output", "json"});
        return ended.exitCode == 0 ? ended.json() : QJsonObject{{"failed", QString::fromUtf8(ended.out + ended.err)}};
    }
    /// The id of a build that went well.
    QString built(const QStringList &more = {}, const QString &consumers = QStringLiteral("web,batch"))
    {
        const auto ended = m_fixture.build(QStringList{"--upload-clouds", consumers, "--output", "json"} + more);
        if (ended.exitCode != 0)
            qWarning() << ended.err;
        return ended.json().value("build").toString();
    }
    QByteArray latest(const QString &cloud)
    {
        return m_fixture.program().run({"--os-cloud", cloud, "latest-build-id", "ci-noble-x64"}).out;
    }
    QString stateOf(const QString &cloud, const QString &build) { return now(cloud, build).value("state").toString(); }
    QByteArray idOf(const QString &cloud, const QString &build)
    {
        return now(cloud, build).value("id").toString().toUtf8();
    }
    QJsonObject now(const QString &cloud, const QString &build) { return imageOf(images({"list"}), cloud, build); }
    static QJsonObject imageOf(const QJsonObject &list, const QString &cloud, const QString &build)
    {
        for (const auto &image : list.value("images").toArray())
            if (image[u"cloud"] == cloud && image[u"build"] == build)
                return image.toObject();
        return {};
    }

    DeliveryFixture m_fixture;
    QString m_first;
    QString m_second;
    QString m_third;
};

IMAGEBUILDER_TEST(ImagesTest, "images")
#include "imagestest.moc"
