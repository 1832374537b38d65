// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveredvm.h"
#include "job.h"
#include "poll.h"
#include "support/testmain.h"

#include <QtCore/QElapsedTimer>

#include <algorithm>

using namespace imagebuilder;
using testing::must;

namespace {
const QByteArray secret = "s3cr3t-of-the-job";
}

/// The main job as a user does it, program and all: init, run, boot what was delivered; then `kill -9` and once more.
class MainJobTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_script = m_job.serve(QStringLiteral("script.sh"), "#!/bin/sh\nset -e\n[ ${#TOKEN} = 17 ]\n"
                                                            "echo \"a script ran as $(id -un)\" >/opt/by-script\n");
        m_job.program().setVariable(QStringLiteral("IMAGE_BUILDER_SECRET_TOKEN"), QString::fromUtf8(secret));
    }

    void initPutsTheBaseImagesInTheCloud()
    {
        const auto done = m_job.timed("init, first", m_job.initArguments());
        QVERIFY2(done.exitCode == 0, done.err.constData());
        const auto again = m_job.timed("init, nothing changed", m_job.initArguments());
        QVERIFY2(again.exitCode == 0, again.err.constData());
    }

    void runDeliversAnImageThatBoots()
    {
        const auto done = m_job.timed("run", runArguments(QStringLiteral("noble")));
        QVERIFY2(done.exitCode == 0, done.err.constData());
        QVERIFY2(done.out.startsWith("Image build success:\n"), done.out.constData());
        m_delivered = QString::fromUtf8(done.out.split('\n').last());
        const auto image = must(QCoro::waitFor(m_clouds.consumer().images().image(m_delivered, {})));
        QCOMPARE(image.status, QStringLiteral("active"));
        QCOMPARE(image.name, m_job.imageName(QStringLiteral("noble")));
        const auto builds =
            m_job.program().run({"builds", "list", "--output", "json"}).json().value("builds").toArray();
        QVERIFY(
            QFile::exists(m_job.program().path(QStringLiteral("logs/%1.manifest").arg(builds[0][u"id"].toString()))));
        m_deployment = image.properties.value(QStringLiteral("imagebuilder:deployment"));
    }

    void case16_aBootedCopyHasWhatWasBuiltAndNothingOfTheBuild()
    {
        QElapsedTimer time;
        time.start();
        testing::DeliveredVm vm(m_clouds, m_delivered);
        QVERIFY2(vm.isReachable(), qPrintable(vm.trouble()));
        qInfo("boot of the delivered image, to a login: %.1f s", static_cast<double>(time.elapsed()) / 1000);
        QVERIFY(!vm.say(QStringLiteral("cat /home/ubuntu/actions-runner/marker")).isEmpty());
        QCOMPARE(vm.say(QStringLiteral("cat /opt/by-script")), QByteArray("a script ran as root\n"));
        // The consumer's own key and no other.
        QCOMPARE(vm.say(QStringLiteral("grep -c ssh- .ssh/authorized_keys")).trimmed(), QByteArray("1"));
        // The secret goes in over standard input, else sudo's own log would have it.
        const auto traces = QStringLiteral("sudo -n grep -rIlFf - /var/log /home /root /etc /opt /tmp 2>/dev/null");
        QCOMPARE(vm.say(traces, secret), QByteArray());
    }

    void case21_aKilledRunIsFinishedByTheSameCommand_data()
    {
        QTest::addColumn<QString>("step");
        QTest::addColumn<QString>("base");
        QTest::newRow("provision") << "provision" << "jammy";
        QTest::newRow("snapshot") << "snapshot" << "focal";
        QTest::newRow("distribute") << "distribute" << "resolute";
    }

    void case21_aKilledRunIsFinishedByTheSameCommand()
    {
        QFETCH(const QString, step);
        QFETCH(const QString, base);
        m_clouds.dawdle();
        const auto process = m_job.program().start(runArguments(base));
        QVERIFY(testing::pollUntil(std::chrono::minutes(10),
                                   [&] { return stepOf(base) == step || process->waitForFinished(1); }));
        QVERIFY2(process->state() == QProcess::Running, "it ended before it could be killed");
        process->kill();
        process->waitForFinished();
        const auto done = m_job.timed("run again after kill -9", runArguments(base));
        QVERIFY2(done.exitCode == 0, done.err.constData());
        QCOMPARE(imagesOf(m_clouds.consumer(), m_job.imageName(base)), 1);
        QCOMPARE(imagesOf(m_clouds.builder(), m_job.imageName(base)), 1);
    }

    void nothingIsLeft()
    {
        const auto left = m_job.program().run({"--os-cloud", m_clouds.builder().name(), "gc", "--output", "json"});
        QVERIFY2(left.exitCode == 0, left.err.constData());
        const auto leftovers = left.json().value("leftovers").toArray();
        QVERIFY2(std::ranges::none_of(leftovers, [](const auto &one) { return one[u"ours"].toBool(); }),
                 left.out.constData());
        const auto servers = must(QCoro::waitFor(m_clouds.builder().compute().servers({})));
        QVERIFY(std::ranges::none_of(servers,
                                     [this](const auto &server) { return server.name.startsWith(m_job.prefix()); }));
        QVERIFY(m_job.program().filesWith(secret).isEmpty());
    }

    void cleanupTestCase() { m_job.removeAll(m_deployment); }

private:
    QStringList runArguments(const QString &base) const { return m_job.runArguments(base, {"--script-url", m_script}); }

    QString stepOf(const QString &base) const
    {
        const auto builds =
            m_job.program().run({"builds", "list", "--output", "json"}).json().value("builds").toArray();
        const auto found = std::ranges::find_if(builds, [&](const auto &build) { return build[u"base"] == base; });
        return found == builds.end() ? QString() : (*found)[u"step"].toString();
    }

    static qsizetype imagesOf(openstack::Cloud &cloud, const QString &name)
    {
        return must(QCoro::waitFor(cloud.images().images({.name = name, .status = QStringLiteral("active")}, {})))
            .size();
    }

    testing::ContractClouds m_clouds;
    testing::Job m_job{m_clouds};
    QString m_script;
    QString m_delivered;
    QString m_deployment;
};

IMAGEBUILDER_TEST(MainJobTest, "mainjob")
#include "mainjobtest.moc"
