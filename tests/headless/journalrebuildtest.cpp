// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/testmain.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>

using namespace imagebuilder::testing;

/// A machine that lost its journal, or a new machine for an old deployment.
class JournalRebuildTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case38_whatWasDeliveredIsKnownAgainAndKept()
    {
        DeliveryFixture fixture;
        const auto first = fixture.build({"--upload-clouds", "web,batch", "--output", "json"});
        QVERIFY2(first.exitCode == 0, first.err.constData());
        const auto deployment = deploymentOf(fixture);
        loseJournal(fixture);

        const auto refused = fixture.program().run(m_rebuild);
        QCOMPARE(refused.exitCode, 5);
        QVERIFY2(refused.err.contains(("--deployment " + deployment).toUtf8()), refused.err.constData());

        const auto rebuilt = fixture.program().run(m_rebuild + QStringList{"--deployment", deployment});
        QVERIFY2(rebuilt.exitCode == 0, rebuilt.err.constData());
        QCOMPARE(rebuilt.json().value("restored").toArray().size(), 1);
        const auto build = first.json().value("build").toString();
        const auto shown = fixture.program().run({"builds", "show", build, "--output", "json"}).json();
        QCOMPARE(shown.value("state").toString(), QStringLiteral("succeeded"));
        QCOMPARE(shown.value("deliveries").toArray().size(), 2);
        const auto gc = fixture.program().run({"--os-cloud", "builder", "gc", "--upload-clouds", "web,batch"});
        QCOMPARE(gc.out, QByteArray("Nothing is left over.\n"));
        const auto again = fixture.program().run(m_rebuild);
        QCOMPARE(again.json().value("known").toInt(), 1);
    }

    void case38_aHalfBuiltVmIsFoundAndRemovedByTheNextRun()
    {
        DeliveryFixture fixture;
        fixture.interrupt(fixture.buildArguments({}), {{"method", "POST"}, {"path", "/servers/[^/]+/action$"}});
        const auto deployment = deploymentOf(fixture);
        loseJournal(fixture);
        const auto rebuilt = fixture.program().run(m_rebuild + QStringList{"--deployment", deployment});
        QVERIFY2(rebuilt.exitCode == 0, rebuilt.err.constData());
        QCOMPARE(rebuilt.json().value("restored")[0]["state"].toString(), QStringLiteral("running"));
        const auto ended = fixture.build({});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        QVERIFY2(ended.err.contains("is undone"), ended.err.constData());
        QVERIFY(fixture.cloud().state().value("servers").toArray().isEmpty());
    }

    void aJournalWithBuildsKeepsItsDeployment()
    {
        DeliveryFixture fixture;
        QCOMPARE(fixture.build({}).exitCode, 0);
        const auto other =
            fixture.program().run(m_rebuild + QStringList{"--deployment", "7d4f7e5c-8a8f-4a3e-9f0e-000000000000"});
        QCOMPARE(other.exitCode, 5);
        const auto own = fixture.program().run(m_rebuild);
        QVERIFY2(own.exitCode == 0, own.err.constData());
        QCOMPARE(own.json().value("known").toInt(), 1);
    }

private:
    static QString deploymentOf(const DeliveryFixture &fixture)
    {
        const auto image =
            fixture.cloud().element(QStringLiteral("images"), QStringLiteral("ci-image-builder-base-noble-x64"));
        return image.value("properties")["imagebuilder:deployment"].toString();
    }
    static void loseJournal(DeliveryFixture &fixture)
    {
        const QDir state(fixture.program().path(QStringLiteral("state")));
        for (const auto &file : state.entryList({QStringLiteral("journal.db*")}))
            QVERIFY(QFile::remove(state.filePath(file)));
    }

    const QStringList m_rebuild{"--os-cloud",      "builder",   "journal",  "rebuild",
                                "--upload-clouds", "web,batch", "--output", "json"};
};

IMAGEBUILDER_TEST(JournalRebuildTest, "journalrebuild")
#include "journalrebuildtest.moc"
