// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "job.h"
#include "support/testmain.h"

#include <QtCore/QJsonArray>

using namespace imagebuilder;
using testing::must;

/// What is done to an image before and after consumers get it: verified in a VM of its own, shared, rolled back from.
class CarefulTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aVerifiedImageIsSharedWithItsConsumer()
    {
        const auto check =
            m_job.fileOf(QStringLiteral("check.sh"), "#!/bin/sh\ncat /home/ubuntu/actions-runner/marker\n");
        const auto done =
            m_job.timed("run, verified and shared",
                        m_job.runArguments(QStringLiteral("noble"), {"--distribution", "share", "--verify", "on",
                                                                     "--verify-script", check, "--output", "json"}));
        QVERIFY2(done.exitCode == 0, done.err.constData());
        const auto image = done.json().value("images")[0].toObject();
        QCOMPARE(image.value("way").toString(), QStringLiteral("share"));
        m_first = image.value("id").toString();
        QCOMPARE(done.json().value("snapshot").toString(), m_first);
        QCOMPARE(shown(), m_first);
        const auto seen = must(QCoro::waitFor(m_clouds.consumer().images().image(m_first, {})));
        m_deployment = seen.properties.value(QStringLiteral("imagebuilder:deployment"));
        const auto build = done.json().value("build").toString();
        QVERIFY(stepsOf(build).contains(u"verify"));
    }

    void aRollBackShowsTheOneBefore()
    {
        const auto done =
            m_job.timed("run, shared", m_job.runArguments(QStringLiteral("noble"), {"--distribution", "share"}));
        QVERIFY2(done.exitCode == 0, done.err.constData());
        QVERIFY(shown() != m_first);
        const auto back = m_job.program().run(
            {"--os-cloud", m_clouds.builder().name(), "images", "rollback", m_job.imageName(QStringLiteral("noble"))});
        QVERIFY2(back.exitCode == 0, back.err.constData());
        QCOMPARE(shown(), m_first);
    }

    void anImageThatFailsItsCheckIsShownToNobody()
    {
        const auto check = m_job.fileOf(QStringLiteral("check.sh"), "#!/bin/sh\nexit 3\n");
        const auto done = m_job.timed(
            "run, refused by its check",
            m_job.runArguments(QStringLiteral("noble"), {"--distribution", "share", "--verify-script", check}));
        QCOMPARE(done.exitCode, 1);
        QVERIFY2(done.err.contains("ended with exit code 3"), done.err.constData());
        QCOMPARE(shown(), m_first);
    }

    void nothingIsLeft()
    {
        const auto left =
            m_job.program().run({"--os-cloud", m_clouds.builder().name(), "gc", "--output", "json"}).json();
        for (const auto &one : left.value("leftovers").toArray())
            QVERIFY2(!one[u"ours"].toBool(), qPrintable(one[u"name"].toString()));
        const auto servers = must(QCoro::waitFor(m_clouds.builder().compute().servers({})));
        for (const auto &server : servers)
            QVERIFY(!server.name.startsWith(m_job.prefix()));
    }

    void cleanupTestCase() { m_job.removeAll(m_deployment); }

private:
    /// What the consumer takes as the newest.
    QString shown()
    {
        return QString::fromUtf8(m_job.program()
                                     .run({"--os-cloud", m_clouds.consumer().name(), "latest-build-id",
                                           m_job.imageName(QStringLiteral("noble"))})
                                     .out.trimmed());
    }
    QStringList stepsOf(const QString &build)
    {
        QStringList names;
        const auto steps = m_job.program().run({"builds", "show", build, "--output", "json"}).json().value("steps");
        for (const auto &step : steps.toArray())
            names << step[u"step"].toString();
        return names;
    }

    testing::ContractClouds m_clouds;
    testing::Job m_job{m_clouds};
    QString m_first;
    QString m_deployment;
};

IMAGEBUILDER_TEST(CarefulTest, "careful")
#include "carefultest.moc"
