// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "schemas.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

using namespace imagebuilder::testing;

/// What scripts and the window read: each command's JSON beside resources/schemas.
class SchemaTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_init = m_fixture.init();
        m_run = m_fixture.build({"--upload-clouds", "web", "--output", "json"});
        QCOMPARE(m_run.exitCode, 0);
    }

    void eachAnswerFollowsItsSchema_data()
    {
        QTest::addColumn<QStringList>("command");
        const auto row = [](const char *schema, const QStringList &command) {
            QTest::newRow(schema) << command;
        };
        row("builds-list", {"builds", "list"});
        row("builds-show", {"builds", "show", build()});
        row("builds-manifest", {"builds", "manifest", build()});
        row("doctor", {"doctor"});
        row("gc", {"gc"});
        row("images", {"images"});
        row("images-prune", {"images", "prune", "--dry-run"});
        row("journal-rebuild", {"journal", "rebuild"});
        row("latest-build-id", {"latest-build-id", "ci-noble-x64"});
        row("publish", {"publish", "ci-noble-x64", "--consumer", "batch"});
        row("quota", {"quota"});
        row("status", {"status"});
        row("base-images", {"base-images", "--arch", "x64", "--base", "noble", "--prefix", "ci"});
        row("error", {"builds", "show", "0123456789"});
    }
    void eachAnswerFollowsItsSchema()
    {
        QFETCH(QStringList, command);
        const auto ended =
            m_fixture.program().run(QStringList{"--os-cloud", "builder"} + command + QStringList{"--output", "json"});
        QCOMPARE(checkedBySchema(QString::fromLatin1(QTest::currentDataTag()), ended.json()), QString());
    }

    void initAndRunFollowTheirs()
    {
        QCOMPARE(checkedBySchema(QStringLiteral("init"), m_init.json()), QString());
        QCOMPARE(checkedBySchema(QStringLiteral("run"), m_run.json()), QString());
    }

    void eachLineOfALogFollowsItsSchema()
    {
        const auto lines =
            m_fixture.program().run({"builds", "log", build(), "--output", "json"}).out.trimmed().split('\n');
        QVERIFY(lines.size() > 2);
        for (const auto &line : {lines.first(), lines.last()})
            QCOMPARE(checkedBySchema(QStringLiteral("builds-log"), QJsonDocument::fromJson(line).object()), QString());
    }

    void aCancelledBuildFollowsItsSchema()
    {
        m_fixture.interrupt(m_fixture.buildArguments({}), {{"method", "POST"}, {"path", "/servers/[^/]+/action$"}});
        const auto builds = m_fixture.program().run({"builds", "list", "--output", "json"}).json();
        const auto id = builds.value("builds")[0]["id"].toString();
        const auto ended = m_fixture.program().run({"builds", "cancel", id, "--output", "json"});
        QCOMPARE(checkedBySchema(QStringLiteral("builds-cancel"), ended.json()), QString());
    }

private:
    QString build() const { return m_run.json().value("build").toString(); }

    DeliveryFixture m_fixture;
    Ended m_init;
    Ended m_run;
};

IMAGEBUILDER_TEST(SchemaTest, "schema")
#include "schematest.moc"
