// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/httpserver.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>
#include <QtCore/QSet>

using namespace imagebuilder::testing;

/// imagebuilderd build: several images of one plan.
class BuildTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyImageOfThePlanReachesEveryConsumer()
    {
        DeliveryFixture fixture({"jammy", "noble"});
        const auto ended = fixture.program().run(building(fixture, "consumers: [web, batch]\n"));
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        const auto builds = ended.json().value("builds").toArray();
        QCOMPARE(builds.size(), 2);
        QSet<QString> ids;
        for (const auto &build : builds)
            for (const auto &image : build[u"images"].toArray())
                ids << image[u"id"].toString();
        QCOMPARE(ids.size(), 4);
        QCOMPARE(builds[0][u"image"].toString(), QStringLiteral("ci-jammy-x64"));
    }

    void case26_whoFindsNoQuotaWaitsForTheOthersAndNeverOversteps()
    {
        DeliveryFixture fixture({"jammy", "noble"});
        fixture.cloud().steer("POST", QStringLiteral("quotas"),
                              {{"project", "builder"}, {"quota", QJsonObject{{"instances", 1}}}});
        const auto ended = fixture.program().run(building(fixture, {}));
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        QVERIFY2(ended.err.contains("1 builds wait until the quota of cloud builder has room"), ended.err.constData());
        int refused = 0;
        for (const auto &request : fixture.cloud().requests()) {
            const bool boots =
                request[u"method"].toString() == u"POST" && request[u"path"].toString().endsWith(u"/servers");
            refused += boots && request[u"status"].toInt() >= 400 ? 1 : 0;
        }
        QCOMPARE(refused, 0);
    }

    void case26_aQuotaThatHoldsNoneFailsEachByName()
    {
        DeliveryFixture fixture({"jammy", "noble"});
        fixture.cloud().steer("POST", QStringLiteral("quotas"),
                              {{"project", "builder"}, {"quota", QJsonObject{{"instances", 0}}}});
        const auto ended = fixture.program().run(building(fixture, {}));
        QCOMPARE(ended.exitCode, 7);
        for (const auto &build : ended.json().value("builds").toArray())
            QVERIFY(build[u"error"][u"message"].toString().contains(u"instances: 0 of 0 used"));
    }

    void oneThatFailsLeavesTheOtherAlone()
    {
        DeliveryFixture fixture({"jammy", "noble"});
        fixture.removeFromMirror(QStringLiteral("jammy"));
        const auto ended = fixture.program().run(building(fixture, {}));
        QCOMPARE(ended.exitCode, 5);
        const auto builds = ended.json().value("builds").toArray();
        QCOMPARE(builds[0][u"state"].toString(), QStringLiteral("failed"));
        QCOMPARE(builds[1][u"state"].toString(), QStringLiteral("built"));
    }

    void theSamePlanTwiceIsBuiltOnce()
    {
        DeliveryFixture fixture;
        const auto hold = fixture.cloud().addHold({{"method", "POST"}, {"path", "/action$"}, {"when", "before"}});
        const auto arguments = building(fixture, "consumers: [web]\n") + QStringList{"--base", "noble"};
        const auto first = fixture.program().start(arguments);
        QVERIFY(!fixture.cloud().waitUntilHeld(hold).isEmpty());
        const auto second = fixture.program().start(arguments);
        QVERIFY(waitForError(*second, "runs already in another process"));
        fixture.cloud().release(hold);
        const auto one = Program::wait(*first).json().value("builds")[0];
        const auto other = Program::wait(*second).json().value("builds")[0];
        QVERIFY(other[u"joined"].toBool());
        QVERIFY(!one[u"joined"].toBool());
        QCOMPARE(other[u"images"], one[u"images"]);
        QCOMPARE(fixture.program().run({"builds", "list", "--output", "json"}).json().value("builds").toArray().size(),
                 1);
    }

    void case21_aSignalUndoesAllOfThem()
    {
        DeliveryFixture fixture({"jammy", "noble"});
        const auto hold = fixture.cloud().addHold({{"method", "POST"}, {"path", "/action$"}, {"when", "before"}});
        const auto process = fixture.program().start(building(fixture, {}));
        QVERIFY(!fixture.cloud().waitUntilHeld(hold).isEmpty());
        process->terminate();
        fixture.cloud().release(hold);
        QCOMPARE(Program::wait(*process).exitCode, 130);
        QVERIFY(fixture.cloud().state().value("servers").toArray().isEmpty());
    }

    void anUnchangedPlanMovesNoByteAndSaysWhyItBuilds()
    {
        DeliveryFixture fixture({"jammy", "noble"});
        const HttpServer releases([](const HttpRequest &) {
            return HttpAnswer{.status = 302, .headers = {{"Location", "/releases/tag/v2.320.0"}}};
        });
        const auto page = releases.url(QStringLiteral("/releases")).toString().toUtf8();
        const auto arguments =
            building(fixture, "consumers: [web]\nrunner-releases: " + page + '\n') + QStringList{"--if-changed"};
        const auto first = fixture.program().run(arguments);
        QVERIFY2(first.exitCode == 0, first.err.constData());
        QVERIFY2(first.err.contains("ci-noble-x64 is built: cloud web: there is no image yet"), first.err.constData());
        const auto asked = fixture.cloud().requests().size();

        const auto second = fixture.program().run(arguments);
        QVERIFY2(second.exitCode == 0 && second.err.contains("ci-noble-x64 stays"), second.err.constData());
        for (const auto &build : second.json().value("builds").toArray())
            QCOMPARE(build[u"state"].toString(), QStringLiteral("unchanged"));
        const auto requests = fixture.cloud().requests();
        for (qsizetype i = asked; i < requests.size(); ++i)
            QVERIFY(!requests[i][u"path"].toString().endsWith(u"/file") &&
                    !requests[i][u"path"].toString().endsWith(u"/servers"));

        fixture.addToMirror(QStringLiteral("jammy"), "another release");
        const auto third = fixture.program().run(arguments);
        QVERIFY2(third.err.contains("ci-jammy-x64 is built: cloud web: the base image changed upstream"),
                 third.err.constData());
        QVERIFY2(third.err.contains("ci-noble-x64 stays"), third.err.constData());
    }

    void whatThePlanDoesNotHaveIsRefused()
    {
        DeliveryFixture fixture;
        const auto ended = fixture.program().run(building(fixture, {}) + QStringList{"--base", "focal"});
        QCOMPARE(ended.exitCode, 2);
        QVERIFY2(ended.err.contains("the plan has no base focal"), ended.err.constData());
    }

    void aPlanWithMistakesBuildsNothing()
    {
        DeliveryFixture fixture;
        const auto ended = fixture.program().run(building(fixture, "flavour: big\n"));
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.err.contains("plan.yaml:7:1: flavour: is no key of a plan; did you mean flavor?"),
                 ended.err.constData());
        QVERIFY(fixture.cloud().state().value("images").toArray().isEmpty());
    }

private:
    static QStringList building(DeliveryFixture &fixture, const QByteArray &more)
    {
        QFile file(fixture.program().path(QStringLiteral("plan.yaml")));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no plan could be written");
        file.write("version: 1\ncloud: builder\nbases: [jammy, noble]\narchitectures: [x64]\nprefix: ci\n"
                   "image-signature: off\n" +
                   more);
        return {"build", "--plan", file.fileName(), "--output", "json"};
    }
    static bool waitForError(QProcess &process, const QByteArray &text)
    {
        process.setReadChannel(QProcess::StandardError);
        QByteArray seen;
        while (!seen.contains(text) && process.waitForReadyRead(20'000))
            seen += process.readAllStandardError();
        return seen.contains(text);
    }
};

IMAGEBUILDER_TEST(BuildTest, "build")
#include "buildtest.moc"
