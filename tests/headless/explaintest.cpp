// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "schemas.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>

using namespace imagebuilder::testing;

class ExplainTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anImagesWholeLifeIsTold()
    {
        DeliveryFixture fixture;
        const auto first = delivered(fixture);
        auto about = explained(fixture, first.id);
        QCOMPARE(about.value("kind").toString(), QStringLiteral("image"));
        QCOMPARE(about.value("build")[u"id"].toString(), first.build);
        QVERIFY(!about.value("origin")[u"base_image"].toString().isEmpty());
        QVERIFY(!about.value("origin")[u"base_sha256"].toString().isEmpty());
        QCOMPARE(about.value("shown")[0][u"consumer"].toString(), QStringLiteral("web"));
        QVERIFY(about.value("shown")[0][u"since"].isString());
        QCOMPARE(about.value("now")[u"image_state"].toString(), QStringLiteral("current"));
        QCOMPARE(about.value("remedy").toString(), QString());

        const auto second = delivered(fixture);
        about = explained(fixture, first.id);
        QVERIFY(about.value("shown").toArray().isEmpty());
        QCOMPARE(about.value("superseded")[0][u"id"].toString(), second.id);
        QCOMPARE(about.value("remedy").toString(), QStringLiteral("imagebuilderd images rollback --to ") + first.id);

        QCOMPARE(fixture.program().run({"--os-cloud", "builder", "images", "mark-bad", second.build}).exitCode, 0);
        about = explained(fixture, second.id);
        QVERIFY(about.value("fate").toString().startsWith(u"it was marked bad by "));
        QCOMPARE(about.value("decisions")[0][u"verb"].toString(), QStringLiteral("build")); // who ordered it
        QCOMPARE(about.value("decisions")[1][u"verb"].toString(), QStringLiteral("mark-bad"));
        QCOMPARE(about.value("remedy").toString(), QStringLiteral("imagebuilderd images mark-good ") + second.id);
        const auto text = fixture.program().run({"explain", second.build.first(6)}).out;
        QVERIFY2(text.startsWith("build ") && text.contains("made from   base image"), text.constData());
    }

    void whatSomebodyElseDeletedIsSaidToBeGone()
    {
        DeliveryFixture fixture;
        const auto made = delivered(fixture);
        fixture.cloud().steer("DELETE", QStringLiteral("images/") + made.id);
        const auto about = explained(fixture, made.id);
        QCOMPARE(about.value("now")[u"presence"].toString(), QStringLiteral("gone"));
        QVERIFY(about.value("fate").toString().contains(u"nobody here deleted it"));
        QCOMPARE(about.value("remedy").toString(), QStringLiteral("imagebuilderd check"));
    }

    void aServerOfADeadBuildNamesTheBuildAndWhatUndoesIt()
    {
        DeliveryFixture fixture;
        fixture.interrupt(fixture.buildArguments({}), {{"method", "POST"}, {"path", "/servers/[^/]+/action$"}});
        const auto server = fixture.cloud().state().value("servers")[0][u"id"].toString();
        auto about = explained(fixture, server);
        QCOMPARE(about.value("kind").toString(), QStringLiteral("server"));
        const auto build = about.value("build")[u"id"].toString();
        QVERIFY(about.value("remedy").toString().endsWith(QStringLiteral("builds cancel ") + build));
        QCOMPARE(fixture.program().run({"builds", "cancel", build}).exitCode, 0);
        about = explained(fixture, server);
        QVERIFY2(about.value("fate").toString().startsWith(u"its build took it away"),
                 qPrintable(about.value("fate").toString()));
        QVERIFY(explained(fixture, build).value("fate").toString().contains(u" and taken back by "));
    }

    void whatTheJournalDoesNotKnowTheCloudsAreAskedFor()
    {
        DeliveryFixture fixture;
        const auto made = delivered(fixture);
        fixture.program().setVariable(QStringLiteral("IMAGEBUILDER_STATE_DIR"),
                                      fixture.program().path(QStringLiteral("another")));
        const auto about = explained(fixture, made.id);
        QCOMPARE(about.value("cloud").toString(), QStringLiteral("web"));
        QCOMPARE(about.value("ours"), QJsonValue(false));
        QVERIFY(about.value("fate").toString().startsWith(u"it belongs to deployment "));
        const auto unknown = fixture.program().run({"explain", "00000000-0000-4000-8000-000000000000"});
        QCOMPARE(unknown.exitCode, 5);
        QVERIFY2(unknown.err.contains("(builder, web, batch)"), unknown.err.constData());
    }

private:
    struct Made
    {
        QString id; ///< web's image
        QString build;
    };
    static Made delivered(const DeliveryFixture &fixture)
    {
        const auto ended = fixture.build({"--upload-clouds", "web", "--output", "json"});
        if (ended.exitCode != 0)
            qFatal("the build failed: %s", ended.err.constData());
        return {ended.json().value("images")[0]["id"].toString(), ended.json().value("build").toString()};
    }
    static QJsonObject explained(DeliveryFixture &fixture, const QString &id)
    {
        const auto ended = fixture.program().run({"explain", id, "--output", "json"});
        if (ended.exitCode != 0)
            qFatal("explain failed: %s", ended.err.constData());
        if (const auto wrong = checkedBySchema(QStringLiteral("explain"), ended.json()); !wrong.isEmpty())
            qFatal("%s", qPrintable(wrong));
        return ended.json();
    }
};

IMAGEBUILDER_TEST(ExplainTest, "explain")
#include "explaintest.moc"
