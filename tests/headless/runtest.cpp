// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>
#include <QtCore/QSet>

using namespace imagebuilder::testing;

/// init, run and latest-build-id byte for byte, and what they leave in the cloud.
class RunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTellsWhatItMadeAndRepeatsNothing()
    {
        DeliveryFixture fixture;
        const auto first = fixture.init();
        QVERIFY2(first.exitCode == 0, first.err.constData());
        QCOMPARE(first.json().keys(), (QStringList{"base_images", "cloud", "key_pair", "security_group"}));
        QCOMPARE(first.json().value("key_pair").toString(), QStringLiteral("ci-image-builder-ssh-key"));
        QVERIFY(first.json().value("base_images")[0]["uploaded"].toBool());
        const auto again = fixture.init();
        QVERIFY2(again.exitCode == 0, again.err.constData());
        QVERIFY(!again.json().value("base_images")[0]["uploaded"].toBool());
        QVERIFY(fixture.cloud()
                    .element(QStringLiteral("images"), QStringLiteral("ci-image-builder-base-noble-x64"))
                    .value("size")
                    .toInteger() > 0);
    }

    void case01_runPrintsTheContractsBytesWithWhatEachConsumerSeesActive()
    {
        DeliveryFixture fixture;
        const auto ended = fixture.build({"--upload-clouds", "web,batch"});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        const QByteArrayList lines = ended.out.split('\n');
        QCOMPARE(lines.size(), 2); // no newline at the end
        QCOMPARE(lines[0], QByteArray("Image build success:"));
        const auto ids = lines[1].split(',');
        QCOMPARE(ids.size(), 2);
        QCOMPARE(fixture.program().run({"--os-cloud", "web", "latest-build-id", "ci-noble-x64"}).out, ids[0]);
        QCOMPARE(fixture.program().run({"--os-cloud", "batch", "latest-build-id", "ci-noble-x64"}).out, ids[1]);
        QVERIFY(fixture.cloud().state().value("servers").toArray().isEmpty());
    }

    void withoutConsumersItPrintsTheSnapshot()
    {
        DeliveryFixture fixture;
        const auto ended = fixture.build({});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        const auto latest = fixture.program().run({"--os-cloud", "builder", "latest-build-id", "ci-noble-x64"}).out;
        QVERIFY(!latest.isEmpty());
        QCOMPARE(ended.out, "Image build success:\n" + latest);
    }

    void latestBuildIdPrintsNothingWhereThereIsNone()
    {
        DeliveryFixture fixture;
        const auto ended =
            fixture.program().run({"--os-cloud", "web", "latest-build-id", "--any-status", "ci-noble-x64"});
        QCOMPARE(ended.exitCode, 0);
        QVERIFY(ended.out.isEmpty());
    }

    void jsonHasStableKeys()
    {
        DeliveryFixture fixture;
        const auto run = fixture.build({"--upload-clouds", "web", "--output", "json"});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        QCOMPARE(run.json().keys(), (QStringList{"build", "failed", "images", "resumed", "snapshot", "waits"}));
        const auto list =
            fixture.program().run({"builds", "list", "--output", "json"}).json().value("builds").toArray();
        QCOMPARE(list.size(), 1);
        QCOMPARE(list[0].toObject().keys(),
                 (QStringList{"arch", "base", "cancel_requested", "cloud", "ended", "error", "error_kind", "id",
                              "image", "started", "state", "step", "trigger"}));
        const auto id = run.json().value("build").toString();
        const auto show = fixture.program().run({"builds", "show", id, "--output", "json"}).json();
        QCOMPARE(show.value("state").toString(), QStringLiteral("succeeded"));
        QCOMPARE(show.value("deliveries")[0]["consumer"].toString(), QStringLiteral("web"));
        QVERIFY(show.value("steps").toArray().size() >= 8);
        const auto log = fixture.program().run({"builds", "log", id});
        QVERIFY(log.out.contains(" boot: "));
        const auto quota = fixture.program().run({"--os-cloud", "builder", "quota", "--output", "json"}).json();
        QVERIFY(quota.value("fitting_builds").toInt() > 0);
        QCOMPARE(quota.value("flavor").toString(), QStringLiteral("m1.builder"));
        const auto gc = fixture.program().run({"--os-cloud", "builder", "gc", "--output", "json"});
        QVERIFY2(gc.exitCode == 0, gc.err.constData());
        QCOMPARE(gc.out, QByteArray("{\"leftovers\":[]}\n"));
    }

    void case05_aConsumerThatIsDownLeavesItsPlaceEmptyAndIsNamed()
    {
        DeliveryFixture fixture;
        fixture.cloud().addFault({{"kind", "status"},
                                  {"status", 403},
                                  {"method", "POST"},
                                  {"path", "/images$"},
                                  {"project", "web"},
                                  {"times", 0}});
        const auto ended = fixture.build({"--upload-clouds", "web,batch"});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        const auto batch = fixture.program().run({"--os-cloud", "batch", "latest-build-id", "ci-noble-x64"}).out;
        QCOMPARE(ended.out, "Image build success:\n," + batch);
        QVERIFY2(ended.err.contains("consumer web got no image"), ended.err.constData());
    }

    void whatIsSharedIsNamedToWhomItIsSharedWith()
    {
        DeliveryFixture fixture;
        const auto ended = fixture.build({"--upload-clouds", "web,batch", "--distribution", "auto,batch=copy"});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        const auto web = fixture.program().run({"--os-cloud", "web", "latest-build-id", "ci-noble-x64"}).out;
        const auto batch = fixture.program().run({"--os-cloud", "batch", "latest-build-id", "ci-noble-x64"}).out;
        const auto own = fixture.program().run({"--os-cloud", "builder", "latest-build-id", "ci-noble-x64"}).out;
        QCOMPARE(ended.out, "Image build success:\n" + web + ',' + batch);
        QCOMPARE(web, own);
        QVERIFY(batch != own);
        const auto nobody = fixture.build({"--upload-clouds", "web", "--distribution", "batch=copy"});
        QVERIFY2(nobody.err.contains("batch, which is not among the consumers"), nobody.err.constData());
        QCOMPARE(fixture.build({"--distribution", "steal"}).exitCode, 2);
    }

    void case16_secretsAreNowhere()
    {
        DeliveryFixture fixture;
        fixture.program().setVariable(QStringLiteral("IMAGE_BUILDER_SECRET_TOKEN"), QStringLiteral("hunter2-hunter2"));
        const auto ended = fixture.build({"--upload-clouds", "web", "--output", "json"}, {"--log-level", "debug"});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        QVERIFY(!ended.out.contains("hunter2-hunter2"));
        QVERIFY(!ended.err.contains("hunter2-hunter2"));
        QCOMPARE(fixture.program().filesWith("hunter2-hunter2"), QStringList());
    }

    void case26_aShortQuotaIsNamedBeforeAnythingBoots()
    {
        DeliveryFixture fixture;
        fixture.cloud().steer("POST", QStringLiteral("quotas"),
                              {{"project", "builder"}, {"quota", QJsonObject{{"instances", 0}}}});
        const auto ended = fixture.build({"--output", "json"});
        QCOMPARE(ended.exitCode, 1);
        QCOMPARE(ended.json().value("error")["kind"].toString(), QStringLiteral("quota"));
        QVERIFY2(ended.err.contains("instances"), ended.err.constData());
    }

    void anUncheckedMirrorWarnsAtEachRun()
    {
        DeliveryFixture fixture;
        QVERIFY(fixture.init().err.contains("warning: image-signature is off"));
    }
};

IMAGEBUILDER_TEST(RunTest, "run")
#include "runtest.moc"
