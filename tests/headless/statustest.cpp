// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "schemas.h"
#include "support/httpserver.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>

using namespace imagebuilder::testing;

class StatusTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatIsServedWhatRunsAndWhatIsWrong()
    {
        DeliveryFixture fixture;
        QVERIFY(look(fixture).value("served").toArray().isEmpty());
        QCOMPARE(fixture.build({"--upload-clouds", "web,batch"}).exitCode, 0);
        const auto first = fixture.build({"--upload-clouds", "web", "--output", "json"});
        auto status = look(fixture);
        QCOMPARE(status.value("served").toArray().size(), 2); // web has the newer one, batch still the older
        QCOMPARE(status.value("served")[1]["id"], first.json().value("images")[0]["id"]);
        for (const auto &trouble : status.value("troubles").toArray())
            QVERIFY2(trouble[u"text"].toString().contains(u"runner archive not verified"), "nothing else is wrong");
        QCOMPARE(checkedBySchema(QStringLiteral("status"), status), QString());
        QCOMPARE(status.value("leftovers"), 0);
        QCOMPARE(status.value("base_images").toArray().size(), 1);

        fixture.interrupt(fixture.buildArguments({}), {{"method", "POST"}, {"path", "/servers/[^/]+/action$"}});
        status = look(fixture);
        QCOMPARE(status.value("running").toArray().size(), 1);
        QVERIFY(status.value("troubles")[0]["text"].toString().contains(u"was interrupted in step"));
        const auto text = fixture.program().run({"status"}).out;
        QVERIFY2(text.contains("imagebuilderd builds cancel"), text.constData());
    }

    void aConsumerThatGotNothingIsNamed()
    {
        DeliveryFixture fixture;
        fixture.cloud().addFault({{"kind", "status"},
                                  {"status", 403},
                                  {"method", "POST"},
                                  {"path", "/images$"},
                                  {"project", "web"},
                                  {"times", 0}});
        QCOMPARE(fixture.build({"--upload-clouds", "web,batch"}).exitCode, 0);
        const auto status = look(fixture);
        QCOMPARE(status.value("served").toArray().size(), 1);
        QVERIFY(status.value("troubles")[0]["text"].toString().startsWith(u"consumer web did not get ci-noble-x64"));
    }

    void case33_aRunnerThatGitHubSoonRefusesIsWrong()
    {
        const HttpServer releases([](const HttpRequest &) {
            return HttpAnswer{.body = R"([{"tag_name": "v9.0.0", "published_at": "2020-01-01T00:00:00Z"}])"};
        });
        DeliveryFixture fixture;
        QCOMPARE(fixture.build({"--runner-version", "2.330.0"}).exitCode, 0);
        fixture.program().setVariable(QStringLiteral("IMAGEBUILDER_UPSTREAM_RELEASES"), releases.url().toString());
        const auto status = look(fixture);
        QCOMPARE(checkedBySchema(QStringLiteral("status"), status), QString());
        const auto runner = status.value("runner_clock")["runners"][0];
        QVERIFY(runner["pinned"].toBool() && runner["days_left"].toInt() < -1000);
        QVERIFY(status.value("troubles")[0]["text"].toString().startsWith(u"runner of ci-noble-x64 for builder"));
        const auto doctor = fixture.program().run({"doctor", "--output", "json"});
        QCOMPARE(doctor.exitCode, 1);
        QVERIFY(doctor.out.contains("pinned, is refused by GitHub"));
    }

private:
    static QJsonObject look(DeliveryFixture &fixture)
    {
        return fixture.program().run({"status", "--output", "json"}).json();
    }
};

IMAGEBUILDER_TEST(StatusTest, "status")
#include "statustest.moc"
