// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>

using namespace imagebuilder::testing;

/// gc --delete beside other processes that are at work.
class GcTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case21_aBuildThatBeginsAfterGcKeepsItsVm()
    {
        DeliveryFixture fixture;
        const auto login = fixture.cloud().addHold({{"method", "POST"}, {"path", "/auth/tokens$"}, {"when", "before"}});
        const auto gc = fixture.program().start(m_gc);
        QVERIFY(!fixture.cloud().waitUntilHeld(login).isEmpty());
        const auto stopping = fixture.cloud().addHold({{"method", "POST"}, {"path", "/action$"}, {"when", "before"}});
        const auto building = fixture.program().start(fixture.buildArguments({"--upload-clouds", "web"}));
        QVERIFY(!fixture.cloud().waitUntilHeld(stopping).isEmpty());
        fixture.cloud().release(login);
        expectNothing(Program::wait(*gc));
        fixture.cloud().release(stopping);
        const auto built = Program::wait(*building);
        QVERIFY2(built.exitCode == 0, built.err.constData());
    }

    void aBaseImageThatInitIsSendingStays()
    {
        DeliveryFixture fixture;
        const auto sending = fixture.cloud().addHold({{"method", "PUT"}, {"path", "/file$"}, {"when", "before"}});
        const auto init = fixture.program().start({"--os-cloud", "builder", "init", "--arch", "x64", "--prefix", "ci",
                                                   "-b", "noble", "--image-signature", "off"});
        QVERIFY(!fixture.cloud().waitUntilHeld(sending).isEmpty());
        expectNothing(fixture.program().run(m_gc));
        fixture.cloud().release(sending);
        QCOMPARE(Program::wait(*init).exitCode, 0);
    }

    void case21_whatAnInterruptedBuildLeftGoes()
    {
        DeliveryFixture fixture;
        const auto stopping = fixture.cloud().addHold({{"method", "POST"}, {"path", "/action$"}, {"when", "before"}});
        const auto building = fixture.program().start(fixture.buildArguments({}));
        QVERIFY(!fixture.cloud().waitUntilHeld(stopping).isEmpty());
        building->kill();
        building->waitForFinished();
        fixture.cloud().release(stopping, true);
        const auto gc = fixture.program().run(m_gc);
        QVERIFY2(gc.exitCode == 0, gc.err.constData());
        QCOMPARE(gc.json().value("leftovers").toArray().size(), 1);
        QVERIFY(gc.json().value("leftovers")[0]["deleted"].toBool());
    }

private:
    static void expectNothing(const Ended &gc)
    {
        QVERIFY2(gc.exitCode == 0, gc.err.constData());
        QCOMPARE(gc.out, QByteArray("{\"leftovers\":[]}\n"));
    }

    const QStringList m_gc{"--os-cloud", "builder", "gc", "--delete", "--output", "json"};
};

IMAGEBUILDER_TEST(GcTest, "gc")
#include "gctest.moc"
