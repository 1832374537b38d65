// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "schemas.h"
#include "store/journal.h"
#include "support/httpserver.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>
#include <QtCore/QSet>

using namespace imagebuilder::testing;
using imagebuilder::store::Journal;

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
        // What the builds share is made once.
        QCOMPARE(posts(fixture, QStringLiteral("/os-keypairs")), 1);
        QCOMPARE(posts(fixture, QStringLiteral("/security-groups")), 1);
        QCOMPARE(builds[0][u"image"].toString(), QStringLiteral("ci-jammy-x64"));
    }

    void case26_whoFindsNoQuotaWaitsForTheOthersAndNeverOversteps()
    {
        DeliveryFixture fixture({"focal", "jammy", "noble", "resolute"});
        fixture.cloud().steer("POST", QStringLiteral("quotas"),
                              {{"project", "builder"}, {"quota", QJsonObject{{"instances", 2}}}});
        const auto ended = fixture.program().run(building(fixture, "bases: [focal, jammy, noble, resolute]\n"));
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        QVERIFY2(ended.err.contains("2 builds wait for quota in cloud builder: instances: 2 of 2 used, 1 more needed"),
                 ended.err.constData());
        QCOMPARE(checkedBySchema(QStringLiteral("build"), ended.json()), QString());
        // The cloud itself would refuse a third VM.
        QList<int> boots;
        for (const auto &request : fixture.cloud().requests())
            if (isPost(request, QStringLiteral("/servers")))
                boots << request[u"status"].toInt();
        QCOMPARE(boots, QList<int>(4, 202));
    }

    void whoWasOvertakenInTheQuotaTriesAgainAsLongAsAnotherRuns()
    {
        DeliveryFixture fixture({"jammy", "noble"});
        fixture.cloud().addFault(
            {{"kind", "status"},
             {"status", 403},
             {"body", R"({"forbidden": {"code": 403, "message": "Quota exceeded for instances: Requested 1"}})"},
             {"method", "POST"},
             {"path", "/servers$"},
             {"times", 1}});
        const auto ended = fixture.program().run(building(fixture, {}));
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        for (const auto &build : ended.json().value("builds").toArray())
            QCOMPARE(build[u"state"].toString(), QStringLiteral("built"));
        QCOMPARE(fixture.program().run({"builds", "list", "--output", "json"}).json().value("builds").toArray().size(),
                 3);
    }

    void case05_theConsumerThatGotNothingIsNamed()
    {
        DeliveryFixture fixture;
        fixture.cloud().addFault({{"kind", "status"},
                                  {"status", 403},
                                  {"method", "POST"},
                                  {"path", "/images$"},
                                  {"project", "web"},
                                  {"times", 0}});
        auto arguments = building(fixture, "consumers: [web, batch]\n") + QStringList{"--base", "noble"};
        const auto ended = fixture.program().run(arguments);
        QCOMPARE(ended.exitCode, 4);
        const auto build = ended.json().value("builds")[0];
        QCOMPARE(build[u"state"].toString(), QStringLiteral("built for some"));
        QCOMPARE(build[u"images"][0][u"consumer"].toString(), QStringLiteral("batch"));
        QCOMPARE(build[u"failed"][0][u"consumer"].toString(), QStringLiteral("web"));
        QCOMPARE(checkedBySchema(QStringLiteral("build"), ended.json()), QString());
    }

    void aCancelFromAnotherProcessEndsThatBuildAlone()
    {
        DeliveryFixture fixture({"jammy", "noble"});
        const QJsonObject copy{{"method", "POST"}, {"path", "/images$"}, {"project", "web"}, {"when", "before"}};
        const int holds[] = {fixture.cloud().addHold(copy), fixture.cloud().addHold(copy)};
        const auto process = fixture.program().start(building(fixture, "consumers: [web]\n"));
        for (const int hold : holds)
            QVERIFY(!fixture.cloud().waitUntilHeld(hold).isEmpty());
        const auto open = fixture.program().run({"builds", "list", "--output", "json"}).json().value("builds");
        const auto first = open[0][u"image"].toString() == u"ci-jammy-x64" ? open[0] : open[1];
        const auto cancelled = fixture.program().run(QStringList{"builds", "cancel", first[u"id"].toString()});
        QVERIFY2(cancelled.exitCode == 0, cancelled.err.constData());
        for (const int hold : holds)
            fixture.cloud().release(hold);
        const auto ended = Program::wait(*process);
        QCOMPARE(ended.exitCode, 130);
        const auto builds = ended.json().value("builds");
        QCOMPARE(builds[0][u"state"].toString(), QStringLiteral("cancelled"));
        QCOMPARE(builds[1][u"state"].toString(), QStringLiteral("built"));
        QVERIFY(fixture.cloud().state().value("servers").toArray().isEmpty());
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
        QCOMPARE(checkedBySchema(QStringLiteral("build"), second.json()), QString());
        const auto requests = fixture.cloud().requests();
        for (qsizetype i = asked; i < requests.size(); ++i)
            QVERIFY(!requests[i][u"path"].toString().endsWith(u"/file") &&
                    !requests[i][u"path"].toString().endsWith(u"/servers"));

        QCOMPARE(fixture.program().run(arguments).exitCode, 0);
        QCOMPARE(skips(fixture), QStringList({"ci-jammy-x64: nothing changed since it was built",
                                              "ci-noble-x64: nothing changed since it was built"}));

        fixture.addToMirror(QStringLiteral("jammy"), "another release");
        const auto third = fixture.program().run(arguments);
        QVERIFY2(third.err.contains("ci-jammy-x64 is built: cloud web: the base image changed upstream"),
                 third.err.constData());
        QVERIFY2(third.err.contains("ci-noble-x64 stays"), third.err.constData());
    }

    void anImageThatWaitsToBePromotedIsNotBuiltAgain()
    {
        DeliveryFixture fixture;
        const auto arguments =
            building(fixture, "bases: [noble]\nconsumers: [web]\nrunner-version: 2.320.0\npublish: hold\n") +
            QStringList{"--if-changed"};
        QCOMPARE(fixture.program().run(arguments).json().value("builds")[0][u"state"].toString(),
                 QStringLiteral("built"));
        QCOMPARE(fixture.program().run(arguments).json().value("builds")[0][u"state"].toString(),
                 QStringLiteral("unchanged"));
    }

    void whatThePlanDoesNotHaveIsRefused()
    {
        DeliveryFixture fixture;
        const auto ended = fixture.program().run(building(fixture, {}) + QStringList{"--base", "focal"});
        QCOMPARE(ended.exitCode, 2);
        QVERIFY2(ended.err.contains("the plan has no base focal; it has: jammy, noble"), ended.err.constData());
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
        const QByteArray bases = more.contains("bases:") ? "" : "bases: [jammy, noble]\n";
        file.write("version: 1\ncloud: builder\narchitectures: [x64]\nprefix: ci\nimage-signature: off\n" + bases +
                   more);
        return {"build", "--plan", file.fileName(), "--output", "json"};
    }
    /// What the journal says was left alone, each image with its reason.
    static QStringList skips(DeliveryFixture &fixture)
    {
        const imagebuilder::SystemClock clock;
        const auto state = fixture.program().path(QStringLiteral("state"));
        const auto journal = Journal::open(state, Journal::Access::ReadOnly, clock);
        const auto decisions = (*journal)->decisions(0);
        QStringList lines;
        for (const auto &decision : *decisions)
            if (decision.verb == u"skip")
                lines << decision.imageName + QStringLiteral(": ") + decision.outcome;
        lines.sort();
        return lines;
    }
    static int posts(const DeliveryFixture &fixture, const QString &path)
    {
        int count = 0;
        for (const auto &request : fixture.cloud().requests())
            count += isPost(request, path) ? 1 : 0;
        return count;
    }
    static bool isPost(const QJsonValue &request, const QString &path)
    {
        return request[u"method"].toString() == u"POST" && request[u"path"].toString().endsWith(path);
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
