// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>

#include <csignal>

using namespace imagebuilder::testing;

/// Signals, kills, and what other processes may ask of a running build.
class InterruptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case21_sigtermUndoesAndSaysSo()
    {
        DeliveryFixture fixture;
        const auto building = startHeld(fixture);
        ::kill(static_cast<pid_t>(building->processId()), SIGTERM);
        fixture.cloud().release(m_hold);
        const auto ended = Program::wait(*building);
        QCOMPARE(ended.exitCode, 130);
        QVERIFY(ended.out.isEmpty());
        QCOMPARE(ours(fixture), QStringList());
        QCOMPARE(stateOfTheOnlyBuild(fixture), QStringLiteral("cancelled"));
    }

    void case21_afterAKillTheSameCommandResumesAndSaysSo()
    {
        DeliveryFixture fixture;
        const auto building = startHeld(fixture);
        building->kill();
        building->waitForFinished();
        fixture.cloud().release(m_hold);
        QCOMPARE(stateOfTheOnlyBuild(fixture), QStringLiteral("interrupted"));
        const auto again = fixture.build({"--upload-clouds", "web", "--output", "json"});
        QVERIFY2(again.exitCode == 0, again.err.constData());
        QVERIFY(again.json().value("resumed").toBool());
        QVERIFY2(again.err.contains("resuming build"), again.err.constData());
        QVERIFY(fixture.cloud().state().value("servers").toArray().isEmpty());
    }

    void case21_afterAKillAnotherCommandUndoesAndSaysSo()
    {
        DeliveryFixture fixture;
        const auto building = startHeld(fixture);
        building->kill();
        building->waitForFinished();
        fixture.cloud().release(m_hold);
        const auto other = fixture.build({"--upload-clouds", "batch"});
        QVERIFY2(other.exitCode == 0, other.err.constData());
        QVERIFY2(other.err.contains("undoing build"), other.err.constData());
        QVERIFY(fixture.cloud().state().value("servers").toArray().isEmpty());
    }

    void anotherProcessCanCancelABuild()
    {
        DeliveryFixture fixture;
        const auto building = startHeld(fixture);
        const auto id = onlyBuild(fixture).value("id").toString();
        const auto cancelling = fixture.program().start({"builds", "cancel", id.first(4)});
        fixture.cloud().release(m_hold);
        const auto cancel = Program::wait(*cancelling);
        QVERIFY2(cancel.exitCode == 0, cancel.err.constData());
        QCOMPARE(cancel.out, "Build " + id.toUtf8() + ": cancelled\n");
        QCOMPARE(Program::wait(*building).exitCode, 130);
        QCOMPARE(fixture.program().run({"builds", "cancel", id}).exitCode, 6);
    }

    void anEqualBuildIsNotStartedTwice()
    {
        DeliveryFixture fixture;
        const auto building = startHeld(fixture);
        const auto second = fixture.build({"--upload-clouds", "web", "--output", "json"});
        QCOMPARE(second.exitCode, 1);
        QCOMPARE(second.json().value("error")["kind"].toString(), QStringLiteral("conflict"));
        fixture.cloud().release(m_hold);
        QCOMPARE(Program::wait(*building).exitCode, 0);
    }

private:
    /// A build for web that is held at the asking for its snapshot.
    std::unique_ptr<QProcess> startHeld(DeliveryFixture &fixture)
    {
        m_hold = fixture.cloud().addHold({{"method", "POST"}, {"path", "/servers/[^/]+/action$"}, {"when", "before"}});
        auto building = fixture.program().start(fixture.buildArguments({"--upload-clouds", "web"}));
        if (fixture.cloud().waitUntilHeld(m_hold).isEmpty())
            qFatal("the build never asked to stop its server: %s", building->readAllStandardError().constData());
        return building;
    }
    static QJsonObject onlyBuild(DeliveryFixture &fixture)
    {
        const auto list =
            fixture.program().run({"builds", "list", "--output", "json"}).json().value("builds").toArray();
        return list.size() == 1 ? list.first().toObject() : QJsonObject();
    }
    static QString stateOfTheOnlyBuild(DeliveryFixture &fixture)
    {
        return onlyBuild(fixture).value("state").toString();
    }
    /// What is left in the cloud but base images.
    static QStringList ours(DeliveryFixture &fixture)
    {
        QStringList names;
        const auto state = fixture.cloud().state();
        for (const auto *list : {"servers", "images"})
            for (const auto &element : state.value(QLatin1String(list)).toArray())
                if (!element[u"name"].toString().contains(QStringLiteral("-base-")))
                    names << element[u"name"].toString();
        return names;
    }

    int m_hold = 0;
};

IMAGEBUILDER_TEST(InterruptTest, "interrupt")
#include "interrupttest.moc"
