// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journal.h"
#include "support/program.h"
#include "support/simcloudprocess.h"
#include "support/testmain.h"

using namespace imagebuilder::testing;
using imagebuilder::store::Journal;

/// latest-build-id among images that are not ready, not ours, or many.
class LatestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case02_onlyAnActiveImageCountsUnlessAnyDoes()
    {
        const auto active = plant("web", "ci-noble-x64", "active");
        const auto queued = plant("web", "ci-noble-x64", "queued");
        QCOMPARE(latest({"ci-noble-x64"}), active);
        QCOMPARE(latest({"--any-status", "ci-noble-x64"}), queued);
    }

    void case01_whatABuildMayStillTakeBackIsNotNamed()
    {
        const auto good = plant("web", "ci-jammy-x64", "active");
        const auto candidate = plant("web", "ci-jammy-x64", "active", "private", "candidate");
        QCOMPARE(latest({"ci-jammy-x64"}), good);
        QCOMPARE(latest({"--any-status", "ci-jammy-x64"}), candidate);
        plant("web", "ci-jammy-x64", "active", "private", "bad");
        QCOMPARE(latest({"ci-jammy-x64"}), good);
        const auto current = plant("web", "ci-jammy-x64", "active", "private", "current");
        QCOMPARE(latest({"ci-jammy-x64"}), current);
    }

    void case04_namesAreTakenLiterallyAndOthersImagesLeftAlone()
    {
        plant("batch", "team[1]*", "active", "public");
        plant("web", "team1x", "active");
        QCOMPARE(latest({"team[1]*"}), QByteArray());
        const auto own = plant("web", "team[1]*", "active");
        plant("batch", "team[1]*", "active", "public");
        QCOMPARE(latest({"team[1]*"}), own);
    }

    void case04_whatThisDeploymentSharedIsNamedAndWhatOthersShareIsNot()
    {
        const imagebuilder::SystemClock clock;
        const auto journal = Journal::open(m_program.path(QStringLiteral("state")), Journal::Access::ReadWrite, clock);
        QVERIFY(journal);
        plantShared(QStringLiteral("another deployment"));
        QCOMPARE(latest({"shared-x64"}), QByteArray());
        const auto ours = plantShared((*journal)->deployment());
        QCOMPARE(latest({"shared-x64"}), ours);
    }

    void case07_theNewestIsFoundBehindManyPages()
    {
        for (int i = 0; i < 7; ++i)
            plant("web", "many", "active");
        const auto newest = plant("web", "many", "active");
        QCOMPARE(latest({"many"}), newest);
    }

private:
    QByteArray plant(const char *project, const char *name, const char *status, const char *visibility = "private",
                     const char *state = nullptr)
    {
        QJsonObject image{{"name", name}, {"status", status}, {"visibility", visibility}};
        if (state)
            image.insert("imagebuilder:state", state);
        const auto planted =
            m_cloud.steer("POST", QStringLiteral("images"), {{"project", project}, {"size", 1024}, {"image", image}});
        return planted.value("id").toString().toUtf8();
    }
    /// Shows batch's image to web, which accepted it.
    QByteArray plantShared(const QString &deployment)
    {
        const auto web = m_cloud.element(QStringLiteral("projects"), QStringLiteral("web")).value("id").toString();
        const QJsonObject image{{"name", "shared-x64"},
                                {"status", "active"},
                                {"visibility", "shared"},
                                {"members", QJsonObject{{web, "accepted"}}},
                                {"imagebuilder:deployment", deployment},
                                {"imagebuilder:state", "current"}};
        const QJsonObject planted{{"project", "batch"}, {"size", 1024}, {"image", image}};
        return m_cloud.steer("POST", QStringLiteral("images"), planted).value("id").toString().toUtf8();
    }
    QByteArray latest(const QStringList &arguments) const
    {
        const auto ended = m_program.run(QStringList{"--os-cloud", "web", "latest-build-id"} + arguments);
        return ended.exitCode == 0 ? ended.out : ended.err;
    }

    SimcloudProcess m_cloud{{"--page-limit", "3", "--accounts", "web", "--accounts", "batch"}};
    Program m_program{m_cloud.environment()};
};

IMAGEBUILDER_TEST(LatestTest, "latest")
#include "latesttest.moc"
