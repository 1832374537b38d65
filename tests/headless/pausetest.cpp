// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "schemas.h"
#include "store/database.h"
#include "support/testmain.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>

using namespace imagebuilder;
using namespace imagebuilder::testing;

/// pause, resume, and what five failures do to the schedule.
class PauseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case27_onlyAPersonPausesForGoodAndTheStatusSaysWho()
    {
        DeliveryFixture fixture;
        const auto paused = json(fixture, {"pause", "--why", "Glance moves"});
        QCOMPARE(checkedBySchema(QStringLiteral("pause"), paused), QString());
        const auto who = paused.value("paused")[u"who"].toString();
        QVERIFY(!who.isEmpty());
        QCOMPARE(json(fixture, {"pause", "--why", "another"}).value("paused"), paused.value("paused"));
        const auto status = json(fixture, {"status"});
        QCOMPARE(status.value("schedule")[u"paused"], paused.value("paused"));
        QVERIFY(said(status).startsWith(who + QStringLiteral(" paused the schedule at ")));

        const auto scheduled = build(fixture, {"--scheduled"});
        QCOMPARE(scheduled.exitCode, 0);
        QCOMPARE(checkedBySchema(QStringLiteral("build"), scheduled.json()), QString());
        QCOMPARE(scheduled.json().value("builds")[0][u"state"].toString(), QStringLiteral("paused"));
        QVERIFY(json(fixture, {"builds", "list"}).value("builds").toArray().isEmpty());

        const auto resumed = json(fixture, {"resume"});
        QCOMPARE(checkedBySchema(QStringLiteral("resume"), resumed), QString());
        QCOMPARE(resumed.value("was_paused"), paused.value("paused"));
        QVERIFY(json(fixture, {"status"}).value("schedule")[u"paused"].isNull());
        QCOMPARE(build(fixture, {"--scheduled"}).exitCode, 0);
        const auto builds = json(fixture, {"builds", "list"}).value("builds");
        QCOMPARE(builds[0][u"trigger"].toString(), QStringLiteral("schedule"));
    }

    void whatAPersonAsksForIsBuiltWhilePaused()
    {
        DeliveryFixture fixture;
        json(fixture, {"pause"});
        const auto built = build(fixture, {});
        QVERIFY2(built.exitCode == 0, built.err.constData());
        QVERIFY2(built.err.contains("this was asked for by hand and goes on"), built.err.constData());
    }

    void case27_fiveFailuresSlowTheScheduleUntilAPersonResumes()
    {
        DeliveryFixture fixture;
        const QJsonObject fault{
            {"kind", "status"}, {"status", 403}, {"method", "POST"}, {"path", "/servers$"}, {"times", 0}};
        fixture.cloud().addFault(fault);
        for (int i = 0; i < 5; ++i)
            QVERIFY(build(fixture, {"--scheduled"}).exitCode != 0);
        const auto slowed = build(fixture, {"--scheduled"});
        QVERIFY2(slowed.exitCode == 0, slowed.err.constData());
        QCOMPARE(checkedBySchema(QStringLiteral("build"), slowed.json()), QString());
        QCOMPARE(slowed.json().value("builds")[0][u"state"].toString(), QStringLiteral("slowed"));
        QVERIFY(slowed.json().value("builds")[0][u"next"].isString());
        QCOMPARE(json(fixture, {"builds", "list"}).value("builds").toArray().size(), 5);
        const auto doctor = fixture.program().run({"--os-cloud", "builder", "doctor"});
        QVERIFY2(doctor.out.contains("once a day only"), doctor.out.constData());
        fixture.cloud().clearFaults();
        QCOMPARE(json(fixture, {"resume"}).value("were_slowed").toArray().size(), 1);
        QCOMPARE(build(fixture, {"--scheduled"}).json().value("builds")[0][u"state"].toString(),
                 QStringLiteral("built"));
    }

    void case27_whatMayPassByItselfIsPreparedEachHourAndBuiltOncePrepareGoesThrough()
    {
        DeliveryFixture fixture;
        const auto prepareFails = [&fixture] {
            fixture.cloud().addFault(
                {{"kind", "status"}, {"status", 403}, {"method", "GET"}, {"path", "/flavors"}, {"times", 0}});
        };
        prepareFails();
        for (int i = 0; i < 5; ++i)
            QCOMPARE(build(fixture, {"--scheduled"}).exitCode, 4);
        const auto requests = fixture.cloud().requests().size();
        QCOMPARE(stateOf(build(fixture, {"--scheduled"})), QStringLiteral("slowed"));
        QCOMPARE(fixture.cloud().requests().size(), requests); // within the hour nobody is asked
        age(fixture, 2);
        const auto tried = build(fixture, {"--scheduled"});
        QCOMPARE(stateOf(tried), QStringLiteral("slowed"));
        QVERIFY(tried.json().value("builds")[0][u"reason"].toString().contains(u"it still cannot be prepared"));
        QVERIFY(fixture.cloud().requests().size() > requests);
        fixture.cloud().clearFaults();
        QCOMPARE(stateOf(build(fixture, {"--scheduled"})), QStringLiteral("built"));
        prepareFails(); // one success has restored the schedule
        QCOMPARE(stateOf(build(fixture, {"--scheduled"})), QStringLiteral("failed"));
        QCOMPARE(stateOf(build(fixture, {"--scheduled"})), QStringLiteral("failed"));
    }

    void case27_aSlowedImageIsTriedAsAWholeOnceADay()
    {
        DeliveryFixture fixture;
        fixture.cloud().addFault(
            {{"kind", "status"}, {"status", 403}, {"method", "GET"}, {"path", "/flavors"}, {"times", 0}});
        for (int i = 0; i < 5; ++i)
            QCOMPARE(build(fixture, {"--scheduled"}).exitCode, 4);
        age(fixture, 25);
        QCOMPARE(stateOf(build(fixture, {"--scheduled"})), QStringLiteral("failed"));
        QCOMPARE(stateOf(build(fixture, {"--scheduled"})), QStringLiteral("slowed"));
    }

private:
    static QString stateOf(const Ended &ended) { return ended.json().value("builds")[0][u"state"].toString(); }
    /// All builds began so much earlier.
    static void age(DeliveryFixture &fixture, int hours)
    {
        const auto file = fixture.program().path(QStringLiteral("state/journal.db"));
        const auto journal = store::Database::open(file, store::Database::Mode::ReadWrite);
        const auto earlier = QStringLiteral("UPDATE builds SET started ="
                                            " strftime('%Y-%m-%dT%H:%M:%fZ', started, '-%1 hours')");
        if (!journal || !(*journal)->run(QString(earlier).replace(QStringLiteral("%1"), QString::number(hours))))
            qFatal("the journal could not be changed");
    }
    static Ended build(DeliveryFixture &fixture, const QStringList &more)
    {
        const auto file = fixture.program().path(QStringLiteral("imagebuilder.yaml"));
        QFile plan(file);
        if (!plan.open(QIODevice::WriteOnly))
            qFatal("no plan could be written");
        plan.write("version: 1\ncloud: builder\nprefix: ci\nbases: [noble]\narchitectures: [x64]\n"
                   "image-signature: off\n");
        plan.close();
        return fixture.program().run(QStringList{"build", "--plan", file, "--output", "json"} + more);
    }
    static QJsonObject json(DeliveryFixture &fixture, const QStringList &arguments)
    {
        const auto ended = fixture.program().run(arguments + QStringList{"--output", "json"});
        if (ended.exitCode != 0)
            qFatal("%s", ended.err.constData());
        return ended.json();
    }
    static QString said(const QJsonObject &status) { return status.value("troubles")[0][u"text"].toString(); }
};

IMAGEBUILDER_TEST(PauseTest, "pause")
#include "pausetest.moc"
