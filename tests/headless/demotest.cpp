// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "schemas.h"
#include "support/program.h"
#include "support/testmain.h"

using namespace imagebuilder::testing;

/// The demonstration is what a newcomer sees first.
class DemoTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itBuildsTwoBasesForTwoConsumersAndLeavesNothing()
    {
        const Program program;
        const auto ended = program.run({"demo"});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
        QCOMPARE(ended.out.count("Image build success:\n"), 2);
        for (const auto *expected : {"web", "batch", "demo-noble-x64", "demo-jammy-x64"})
            QVERIFY2(ended.out.contains(expected), ended.out.constData());
        QVERIFY(!ended.out.contains("missing"));
        QVERIFY(!QDir(program.path(QStringLiteral("state"))).exists());
    }

    void itsJsonFollowsItsSchema()
    {
        const auto ended = Program().run({"demo", "--output", "json"});
        QCOMPARE(ended.exitCode, 0);
        QCOMPARE(checkedBySchema(QStringLiteral("demo"), ended.json()), QString());
    }
};

IMAGEBUILDER_TEST(DemoTest, "demo")
#include "demotest.moc"
