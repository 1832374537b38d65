// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/testmain.h"

using namespace imagebuilder::testing;

/// `run --verify on` with our own image script.
class VerifiedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ourImagePassesAllChecks()
    {
        DeliveryFixture fixture;
        const auto ended = fixture.build({"--upload-clouds", "web", "--verify", "on"});
        QVERIFY2(ended.exitCode == 0, ended.err.constData());
    }

    void anImageThatLacksSomethingIsNotDeliveredAndTheOldOneStays()
    {
        DeliveryFixture fixture;
        QCOMPARE(fixture.build({"--upload-clouds", "web"}).exitCode, 0);
        const QStringList latest{"--os-cloud", "web", "latest-build-id", "ci-noble-x64"};
        const auto before = fixture.program().run(latest).out;

        const auto script = fixture.serve(QStringLiteral("break.sh"), "#!/bin/sh\nrm /var/lib/systemd/linger/ubuntu\n");
        const auto ended = fixture.build({"--upload-clouds", "web", "--verify", "on", "--script-url", script});
        QCOMPARE(ended.exitCode, 1);
        QVERIFY2(ended.err.contains("check linger"), ended.err.constData());
        QVERIFY(!ended.err.contains("check runner") && !ended.err.contains("check traces"));
        QCOMPARE(fixture.program().run(latest).out, before);
    }
};

IMAGEBUILDER_TEST(VerifiedTest, "verified")
#include "verifiedtest.moc"
