// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/replay.h"

#include "support/testmain.h"

#include <QtCore/QJsonArray>

using namespace imagebuilder::build;
using imagebuilder::store::DeliveryRecord;
using imagebuilder::store::StepRecord;

namespace {

StepRecord record(const QString &name, const QString &outcome, const QJsonObject &data = {})
{
    return {.build = "b", .step = name, .outcome = outcome, .data = data};
}

/// A build up to the seal, which its process did not live to end.
QList<StepRecord> cutInSeal()
{
    return {record(step::prepare, "ok", {{"flavor", "f"}, {"base-image", "i"}}),
            record(step::boot, "ok", {{"server", "s1"}, {"addresses", QJsonArray({"10.0.0.1", "fd00::1"})}}),
            record(step::provision, "ok", {{"known-hosts", "host key"}}),
            record(step::customise, "ok", {{"began", true}}), record(step::seal, {}, {{"began", true}})};
}

} // namespace

class ReplayTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBuildWithoutStepsStandsAtTheFirst() { QCOMPARE(standingAt({}), 0); }

    void case21_anInterruptedStepIsTakenAgainAndAnEndedOneIsNot()
    {
        auto steps = cutInSeal();
        QCOMPARE(stepOrder().at(standingAt(steps)), step::seal);
        steps.last().outcome = "ok";
        QCOMPARE(stepOrder().at(standingAt(steps)), step::snapshot);
        steps << record(step::clean, "ok");
        QCOMPARE(standingAt(steps), stepOrder().size());
    }

    void case21_whatTheStepsNotedComesBack()
    {
        Progress build;
        replay(cutInSeal(), {}, build);
        QCOMPARE(build.flavor.id, "f");
        QCOMPARE(build.baseImageId, "i");
        QCOMPARE(build.serverId, "s1");
        QCOMPARE(build.addresses, QStringList({"10.0.0.1", "fd00::1"}));
        QCOMPARE(build.knownHosts, "host key");
        QVERIFY(build.scriptBegan);
        QVERIFY(build.sealBegan);
        QVERIFY(!build.sealed);
        QVERIFY(!build.published);
    }

    void whatBelongedToAnEarlierVmDoesNotCount()
    {
        auto steps = cutInSeal();
        steps << record(step::boot, {}, {{"redone", true}});
        Progress build;
        replay(steps, {}, build);
        QCOMPARE(stepOrder().at(standingAt(steps)), step::boot);
        QCOMPARE(build.flavor.id, "f");
        QVERIFY(build.redone);
        QVERIFY(build.serverId.isEmpty());
        QVERIFY(build.knownHosts.isEmpty());
        QVERIFY(!build.scriptBegan);
        QVERIFY(!build.sealBegan);
    }

    void whatConsumersGotComesBackAndPublicationIsTheTurningPoint()
    {
        const QList<DeliveryRecord> deliveries{{.consumer = "one", .imageId = "i1", .state = "delivered"},
                                               {.consumer = "two", .state = "pending"},
                                               {.consumer = "three", .state = "failed", .error = "full"}};
        Progress build;
        replay({record(step::publish, {})}, deliveries, build);
        QCOMPARE(build.delivered.keys(), QStringList({"one"}));
        QCOMPARE(build.failed.value("three", {imagebuilder::ErrorKind::Internal, {}}).text(), "full");
        QVERIFY(!build.published);
        replay({record(step::publish, "ok")}, deliveries, build);
        QVERIFY(build.published);
    }
};

IMAGEBUILDER_TEST(ReplayTest, "replay")
#include "replaytest.moc"
