// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "schemas.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>
#include <QtCore/QSet>

using namespace imagebuilder::testing;

/// imagebuilderd plan.
class PlanCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMistakeIsALineWithItsPlace()
    {
        const Program program;
        const auto file = write(program, "flavour: big\nkeep: 0\n");
        const auto ended = program.run({"plan", "--check", file});
        QCOMPARE(ended.exitCode, 3);
        QCOMPARE(ended.out, QByteArray(file.toUtf8() + ":8:1: flavour: is no key of a plan; did you mean flavor?\n" +
                                       file.toUtf8() + ":9:7: keep: '0' is no number from 1 to 1000\n"));
        const auto json = program.run({"plan", "--check", file, "--output", "json"});
        QCOMPARE(json.exitCode, 3);
        QCOMPARE(checkedBySchema(QStringLiteral("plan-check"), json.json()), QString());
        QCOMPARE(json.json().value("mistakes")[0][u"column"].toInt(), 1);
        QCOMPARE(json.json().value("mistakes")[1][u"key"].toString(), QStringLiteral("keep"));
    }

    void thePlanOfTheEnvironmentIsCheckedAndNamed()
    {
        Program program;
        const auto file = write(program, {});
        program.setVariable(QStringLiteral("IMAGEBUILDER_PLAN"), file);
        const auto ended = program.run({"plan", "--check"});
        QVERIFY2(ended.exitCode == 0, ended.out.constData());
        QCOMPARE(ended.out, QByteArray(file.toUtf8() + " is good: 2 images for 0 consumers\n"));
    }

    void aConsumerThatNoCloudIsIsFoundBeforeAnythingIsAsked()
    {
        DeliveryFixture fixture({});
        const auto file = write(fixture.program(), "consumers: [web, bach]\n");
        const auto ended = fixture.program().run({"plan", "--check", file});
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.out.contains(":8:18: consumers: clouds.yaml has no cloud 'bach'; did you mean batch?"),
                 ended.out.constData());
        QVERIFY(fixture.cloud().requests().isEmpty());
    }

    void itSaysWhatWouldBeBuiltAndChangesNothing()
    {
        DeliveryFixture fixture({"noble"});
        const auto file = write(fixture.program(), "consumers: [web, batch]\n");
        const auto before = stateOf(fixture);
        const auto ended = fixture.program().run({"plan", "--plan", file, "--output", "json"});
        QVERIFY2(ended.exitCode == 5, ended.err.constData()); // the mirror has no jammy
        QCOMPARE(stateOf(fixture), before);
        for (const auto &request : fixture.cloud().requests())
            QVERIFY(request[u"method"].toString() == u"GET" || request[u"path"].toString().endsWith(u"/auth/tokens"));
        const auto forecast = ended.json();
        QCOMPARE(checkedBySchema(QStringLiteral("plan"), forecast), QString());
        QCOMPARE(forecast.value("builds").toArray().size(), 2);
        const auto noble = forecast.value("builds")[1].toObject();
        QCOMPARE(noble.value("image").toString(), QStringLiteral("ci-noble-x64"));
        QCOMPARE(noble.value("why").toString(), QStringLiteral("cloud web: there is no image yet"));
        QVERIFY(noble.value("built").toBool());
        QCOMPARE(noble.value("base_image")[u"state"].toString(), QStringLiteral("absent"));
        QVERIFY(noble.value("base_image")[u"error"].isNull());
        QVERIFY(forecast.value("builds")[0][u"base_image"][u"error"].isObject()); // the mirror has no jammy
        QVERIFY(lacks(forecast).contains(u"the deployment's key pair is not on cloud builder"));
        QCOMPARE(forecast.value("prune").toArray(), QJsonArray());
    }

    void whatItSaysIsPrunedIsWhatTheNextRunDeletes()
    {
        DeliveryFixture fixture({"noble"});
        const auto file = write(fixture.program(), "consumers: [web, batch]\nkeep: 1\n");
        const QStringList build{"build", "--plan", file, "--base", "noble"};
        for (int i = 0; i < 2; ++i)
            QCOMPARE(fixture.program().run(build).exitCode, 0);
        const auto forecast =
            fixture.program().run({"plan", "--plan", file, "--base", "noble", "--output", "json"}).json();
        QSet<QString> said;
        for (const auto &prune : forecast.value("prune").toArray())
            said << prune[u"id"].toString();
        QCOMPARE(said.size(), 3); // the last snapshot, and what each consumer showed before the last one
        const auto there = imagesOf(fixture);
        QCOMPARE(fixture.program().run(build).exitCode, 0);
        QCOMPARE(there - imagesOf(fixture), said);
        const auto noble = forecast.value("builds")[0].toObject();
        QCOMPARE(noble.value("why").toString(), QStringLiteral("nothing changed since it was built"));
        QVERIFY(noble.value("built").toBool() && noble.value("fresh").toBool());
        QCOMPARE(noble.value("base_image")[u"state"].toString(), QStringLiteral("current"));
        QVERIFY(!lacks(forecast).contains(u"key pair"));
        const auto changed =
            fixture.program().run({"plan", "--plan", file, "--base", "noble", "--if-changed", "--output", "json"});
        QVERIFY(!changed.json().value("builds")[0][u"built"].toBool(true));
        QCOMPARE(changed.json().value("prune").toArray(), QJsonArray());
    }

    void case05_aConsumerThatDoesNotAnswerIsNamed()
    {
        DeliveryFixture fixture({"noble"});
        fixture.cloud().addFault(
            {{"kind", "status"}, {"status", 403}, {"path", "/images$"}, {"project", "web"}, {"times", 0}});
        const auto file = write(fixture.program(), "consumers: [web, batch]\n");
        const auto ended = fixture.program().run({"plan", "--plan", file, "--base", "noble", "--output", "json"});
        QVERIFY2(ended.exitCode == 4, ended.err.constData());
        QCOMPARE(ended.json().value("unreachable").toArray().size(), 1);
        QCOMPARE(ended.json().value("unreachable")[0][u"consumer"].toString(), QStringLiteral("web"));
        QVERIFY(lacks(ended.json()).contains(u"consumer web would get nothing: "));
    }

    void case26_itSaysWhatQuotaIsShortOf()
    {
        DeliveryFixture fixture({"noble"});
        fixture.cloud().steer("POST", QStringLiteral("quotas"),
                              {{"project", "builder"}, {"quota", QJsonObject{{"instances", 0}}}});
        const auto file = write(fixture.program(), "script: {url: 'https://x.example/s', secrets: {A: 'env:NONE'}}\n");
        const auto ended = fixture.program().run({"plan", "--plan", file, "--output", "json"});
        QCOMPARE(ended.json().value("fitting_builds").toInt(-1), 0);
        QVERIFY(lacks(ended.json()).contains(u"instances: 0 of 0 used"));
        QVERIFY(lacks(ended.json()).contains(u"the environment has no variable NONE"));
        const auto text = fixture.program().run({"plan", "--plan", file}).out;
        QVERIFY2(text.contains("quota holds 0 at once"), text.constData());
    }

    void whatTheRunMendsByItselfIsNoFailureAndTheRestIs()
    {
        DeliveryFixture fixture({"noble"});
        const auto lookAt = [&fixture](const QByteArray &more) {
            const auto file = write(fixture.program(), more);
            return fixture.program().run({"plan", "--plan", file, "--base", "noble", "--output", "json"});
        };
        const auto good = lookAt({});
        QCOMPARE(good.exitCode, 0);
        QVERIFY(lacks(good.json()).contains(u"key pair") && lacks(good.json()).contains(u"the build fetches it"));
        const auto wrong = lookAt("availability-zone: moon\nvolume: {type: tape}\n");
        QCOMPARE(wrong.exitCode, 3);
        QVERIFY2(lacks(wrong.json()).contains(u"moon") && lacks(wrong.json()).contains(u"tape"), wrong.out.constData());
    }

    void aSharedImageThatNobodyUsesAnyMoreIsSaidToBePruned()
    {
        DeliveryFixture fixture({"noble"});
        const auto file = write(fixture.program(), "consumers: [web]\nkeep: 1\ndistribution: [share]\n");
        const QStringList build{"build", "--plan", file, "--base", "noble"};
        for (int i = 0; i < 2; ++i)
            QCOMPARE(fixture.program().run(build).exitCode, 0);
        const auto forecast =
            fixture.program().run({"plan", "--plan", file, "--base", "noble", "--output", "json"}).json();
        const auto there = imagesOf(fixture);
        QCOMPARE(forecast.value("prune").toArray().size(), 1);
        QCOMPARE(fixture.program().run(build).exitCode, 0);
        QCOMPARE(there - imagesOf(fixture), QSet<QString>{forecast.value("prune")[0][u"id"].toString()});
    }

private:
    /// The whole simulated cloud but for what counts requests.
    static QJsonObject stateOf(const DeliveryFixture &fixture)
    {
        auto state = fixture.cloud().state();
        state.remove("counters");
        return state;
    }
    static QSet<QString> imagesOf(const DeliveryFixture &fixture)
    {
        QSet<QString> ids;
        for (const auto &image : fixture.cloud().state().value("images").toArray())
            ids << image[u"id"].toString();
        return ids;
    }
    static QString lacks(const QJsonObject &forecast)
    {
        QStringList lines;
        for (const auto &line : forecast.value("missing").toArray())
            lines << line[u"text"].toString();
        return lines.join(u'\n');
    }
    static QString write(const Program &program, const QByteArray &more)
    {
        QFile file(program.path(QStringLiteral("plan.yaml")));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no plan could be written");
        file.write("version: 1\ncloud: builder\nbases: [jammy, noble]\narchitectures: [x64]\nprefix: ci\n"
                   "image-signature: off\nrunner-version: 2.320.0\n" +
                   more);
        return file.fileName();
    }
};

IMAGEBUILDER_TEST(PlanCommandTest, "plan")
#include "plantest.moc"
