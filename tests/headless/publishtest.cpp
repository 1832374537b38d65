// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/testmain.h"

using namespace imagebuilder::testing;

/// What is already built, for those that lack it.
class PublishTest : public QObject
{
    Q_OBJECT

    static QJsonObject refusal(const QString &project)
    {
        return {{"kind", "status"},   {"status", 403},      {"method", "POST"},
                {"path", "/images$"}, {"project", project}, {"times", 0}};
    }
    static qsizetype boots(const DeliveryFixture &fixture)
    {
        qsizetype boots = 0;
        for (const auto &request : fixture.cloud().requests())
            boots += request[u"method"] == QStringLiteral("POST") &&
                     request[u"path"].toString().endsWith(QStringLiteral("/servers"));
        return boots;
    }

private Q_SLOTS:
    void case05_whoWasDownGetsTheImageLaterWithoutABuild()
    {
        DeliveryFixture fixture;
        fixture.cloud().addFault(refusal(QStringLiteral("web")));
        QCOMPARE(fixture.build({"--upload-clouds", "web,batch"}).exitCode, 0);
        const auto &program = fixture.program();
        const QStringList publish{"--os-cloud", "builder", "publish", "--output", "json"};

        const auto refused = program.run(publish);
        QCOMPARE(refused.exitCode, 4);
        QVERIFY(refused.json().value("published")[0]["id"].isNull());

        fixture.cloud().clearFaults();
        const auto ended = program.run(publish);
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        const auto list = ended.json().value("published").toArray();
        QCOMPARE(list.size(), 1);
        QCOMPARE(list[0].toObject().keys(), (QStringList{"build", "consumer", "error", "id", "image", "way"}));
        QCOMPARE(list[0][u"consumer"].toString(), QStringLiteral("web"));
        QCOMPARE(program.run({"--os-cloud", "web", "latest-build-id", "ci-noble-x64"}).out,
                 list[0][u"id"].toString().toUtf8());
        QCOMPARE(boots(fixture), 1);
        QCOMPARE(program.run({"--os-cloud", "builder", "publish"}).out, QByteArray("Nobody lacks an image.\n"));
    }

    void aNewConsumerIsServedFromWhatIsThere()
    {
        DeliveryFixture fixture;
        QCOMPARE(fixture.build({"--upload-clouds", "web", "--distribution", "auto"}).exitCode, 0);
        const auto ended =
            fixture.program().run({"--os-cloud", "builder", "publish", "ci-noble-x64", "--consumer", "batch"});
        QVERIFY2(ended.exitCode == 0 && ended.out.contains("share"), (ended.err + ended.out).constData());
        const auto own = fixture.program().run({"--os-cloud", "builder", "latest-build-id", "ci-noble-x64"}).out;
        QCOMPARE(fixture.program().run({"--os-cloud", "batch", "latest-build-id", "ci-noble-x64"}).out, own);
        QCOMPARE(boots(fixture), 1);
        const auto unknown = fixture.program().run({"--os-cloud", "builder", "publish", "ci-focal-x64"});
        QCOMPARE(unknown.exitCode, 5);
    }
};

IMAGEBUILDER_TEST(PublishTest, "publish")
#include "publishtest.moc"
