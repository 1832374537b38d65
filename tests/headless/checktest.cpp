// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "schemas.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>

using namespace imagebuilder::testing;

/// An image that was deleted behind our back.
class CheckTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case01_theNewestGoodImageOfTheProjectTakesThePlaceOfALostOne()
    {
        DeliveryFixture fixture;
        const auto first = delivered(fixture);
        const auto second = delivered(fixture);
        QCOMPARE(checked(fixture, {}, 0), (QStringList{"good", second, ""}));
        removeImage(fixture, second);
        QCOMPARE(checked(fixture, {"--dry-run"}, 0), (QStringList{"replaced", second, first}));
        QCOMPARE(checked(fixture, {}, 0), (QStringList{"replaced", second, first}));
        QCOMPARE(checked(fixture, {}, 0), (QStringList{"good", first, ""}));
        QCOMPARE(latest(fixture), first);
    }

    void case01_whereTheProjectHasNoneItComesFromTheBuildCloud()
    {
        DeliveryFixture fixture;
        const auto first = delivered(fixture);
        const auto second = delivered(fixture);
        removeImage(fixture, second);
        removeImage(fixture, first);
        QCOMPARE(checked(fixture, {"--dry-run"}, 0), (QStringList{"delivered", second, ""}));
        const auto ended = fixture.program().run({"check", "--output", "json"});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        QCOMPARE(checkedBySchema(QStringLiteral("check"), ended.json()), QString());
        const QJsonValue mended = ended.json().value("checked")[0];
        QCOMPARE(mended[u"state"].toString(), QStringLiteral("delivered"));
        const auto builds = fixture.program().run({"builds", "list", "--output", "json"}).json().value("builds");
        QCOMPARE(mended[u"from"], builds[0][u"id"]);
        const auto third = mended[u"replacement"].toString();
        QVERIFY(!third.isEmpty() && third != first && third != second);
        QCOMPARE(latest(fixture), third);
        QCOMPARE(checked(fixture, {}, 0), (QStringList{"good", third, ""}));
        QCOMPARE(builds.toArray().size(), 2);
    }

    void case01_whereNothingIsLeftTheCommandThatBuildsItIsNamed()
    {
        DeliveryFixture fixture;
        const auto first = delivered(fixture);
        removeAll(fixture);
        QCOMPARE(checked(fixture, {}, 5), (QStringList{"lost", first, ""}));
        const auto again = fixture.program().run({"check", "--output", "json"});
        QCOMPARE(checkedBySchema(QStringLiteral("check"), again.json()), QString());
        const QString remedy = again.json().value("checked")[0][u"remedy"].toString();
        QCOMPARE(remedy, QStringLiteral("imagebuilderd --os-cloud builder run ci-noble-x64 --arch x64 --base-image "
                                        "noble --prefix ci --upload-clouds web --keep-revisions 5"));
        const auto troubles = fixture.program().run({"status", "--output", "json"}).json().value("troubles");
        QVERIFY2(troubles[0][u"text"].toString().startsWith(u"consumer web has no ci-noble-x64"),
                 qPrintable(troubles[0][u"text"].toString()));
    }

    void case01_theLastResortIsABuild()
    {
        DeliveryFixture fixture;
        const auto first = delivered(fixture);
        removeAll(fixture);
        QTemporaryDir folder;
        QFile plan(folder.filePath(QStringLiteral("imagebuilder.yaml")));
        QVERIFY(plan.open(QIODevice::WriteOnly));
        plan.write("version: 1\ncloud: builder\nbases: [noble]\narchitectures: [x64]\nprefix: ci\n"
                   "image-signature: off\nconsumers: [web]\n");
        plan.close();
        const auto ended = fixture.program().run({"check", "--build", "--plan", plan.fileName(), "--output", "json"});
        QVERIFY2(ended.exitCode == 0, (ended.err + ended.out).constData());
        QCOMPARE(checkedBySchema(QStringLiteral("check"), ended.json()), QString());
        const QJsonValue built = ended.json().value("checked")[0];
        QCOMPARE(built[u"state"].toString(), QStringLiteral("built"));
        QCOMPARE(built[u"id"].toString(), first);
        QCOMPARE(latest(fixture), built[u"replacement"].toString());
        QVERIFY(!latest(fixture).isEmpty());
    }

    void case01_aCloudThatSaysNothingLosesNothing()
    {
        DeliveryFixture fixture;
        const auto id = delivered(fixture);
        fixture.cloud().addFault(
            {{"kind", "status"}, {"status", 403}, {"method", "GET"}, {"path", "/images/"}, {"times", 0}});
        QCOMPARE(checked(fixture, {}, 8), (QStringList{"silent", id, ""}));
        fixture.cloud().clearFaults();
        QCOMPARE(checked(fixture, {}, 0), (QStringList{"good", id, ""}));
    }

private:
    static QString delivered(const DeliveryFixture &fixture)
    {
        const auto ended = fixture.build({"--upload-clouds", "web", "--output", "json"});
        if (ended.exitCode != 0)
            qFatal("the build failed: %s", ended.err.constData());
        return ended.json().value("images")[0]["id"].toString();
    }
    static void removeImage(const DeliveryFixture &fixture, const QString &id)
    {
        fixture.cloud().steer("DELETE", QStringLiteral("images/") + id);
    }
    /// All that was built, of the build cloud and of the consumer.
    static void removeAll(const DeliveryFixture &fixture)
    {
        for (const auto &image : fixture.cloud().state().value("images").toArray())
            if (image[u"name"].toString() == u"ci-noble-x64")
                removeImage(fixture, image[u"id"].toString());
    }
    static QString latest(DeliveryFixture &fixture)
    {
        const auto ended = fixture.program().run({"--os-cloud", "web", "latest-build-id", "ci-noble-x64"});
        return QString::fromUtf8(ended.out);
    }
    /// State, id and replacement of the one that is served.
    static QStringList checked(DeliveryFixture &fixture, const QStringList &more, int code)
    {
        const auto ended = fixture.program().run(QStringList{"check", "--output", "json"} + more);
        const QJsonValue first = ended.json().value("checked")[0];
        if (ended.exitCode != code)
            return {QString::fromUtf8(ended.err), QString::number(ended.exitCode)};
        return {first[u"state"].toString(), first[u"id"].toString(), first[u"replacement"].toString()};
    }
};

IMAGEBUILDER_TEST(CheckTest, "check")
#include "checktest.moc"
