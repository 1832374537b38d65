// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/ids.h"
#include "contractclouds.h"
#include "deliveredvm.h"
#include "poll.h"
#include "support/folderserver.h"
#include "support/mirror.h"
#include "support/program.h"
#include "support/testmain.h"

#include <QtCore/QElapsedTimer>

#include <algorithm>

using namespace imagebuilder;
using testing::must;

namespace {
const QByteArray secret = "s3cr3t-of-the-job";
}

/// The main job as a user does it, program and all: init, run, boot what was delivered; then `kill -9` and once more.
/// On a real cloud: IMAGEBUILDER_TEST_IMAGE is the file that stands for Ubuntu's, IMAGEBUILDER_TEST_ADDRESS an address
/// of this machine that VMs reach.
class MainJobTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFile script(m_mirror.folder() + QStringLiteral("/script.sh"));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\nset -e\n[ ${#TOKEN} = 17 ]\necho \"a script ran as $(id -un)\" >/opt/by-script\n");
        script.close();
        m_web = std::make_unique<testing::FolderServer>(m_mirror.folder(), address());
        m_program = std::make_unique<testing::Program>(m_clouds.environment());
        m_program->setVariable(QStringLiteral("IMAGE_BUILDER_SECRET_TOKEN"), QString::fromUtf8(secret));
    }

    void initPutsTheBaseImagesInTheCloud()
    {
        const auto done = timed("init, first", initArguments());
        QVERIFY2(done.exitCode == 0, done.err.constData());
        const auto again = timed("init, nothing changed", initArguments());
        QVERIFY2(again.exitCode == 0, again.err.constData());
    }

    void runDeliversAnImageThatBoots()
    {
        const auto done = timed("run", runArguments(QStringLiteral("noble")));
        QVERIFY2(done.exitCode == 0, done.err.constData());
        QVERIFY2(done.out.startsWith("Image build success:\n"), done.out.constData());
        m_delivered = QString::fromUtf8(done.out.split('\n').last());
        const auto image = must(QCoro::waitFor(m_clouds.consumer().images().image(m_delivered, {})));
        QCOMPARE(image.status, QStringLiteral("active"));
        QCOMPARE(image.name, imageName(QStringLiteral("noble")));
        const auto builds = m_program->run({"builds", "list", "--output", "json"}).json().value("builds").toArray();
        QVERIFY(QFile::exists(m_program->path(QStringLiteral("logs/%1.manifest").arg(builds[0][u"id"].toString()))));
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
        const auto process = m_program->start(runArguments(base));
        QVERIFY(testing::pollUntil(std::chrono::minutes(10),
                                   [&] { return stepOf(base) == step || process->waitForFinished(1); }));
        QVERIFY2(process->state() == QProcess::Running, "it ended before it could be killed");
        process->kill();
        process->waitForFinished();
        const auto done = timed("run again after kill -9", runArguments(base));
        QVERIFY2(done.exitCode == 0, done.err.constData());
        QCOMPARE(imagesOf(m_clouds.consumer(), imageName(base)), 1);
        QCOMPARE(imagesOf(m_clouds.builder(), imageName(base)), 1);
    }

    void nothingIsLeft()
    {
        const auto left = m_program->run({"--os-cloud", m_clouds.builder().name(), "gc", "--output", "json"});
        QVERIFY2(left.exitCode == 0, left.err.constData());
        const auto leftovers = left.json().value("leftovers").toArray();
        QVERIFY2(std::ranges::none_of(leftovers, [](const auto &one) { return one[u"ours"].toBool(); }),
                 left.out.constData());
        const auto servers = must(QCoro::waitFor(m_clouds.builder().compute().servers({})));
        QVERIFY(std::ranges::none_of(servers, [this](const auto &server) { return server.name.startsWith(m_prefix); }));
        QVERIFY(m_program->filesWith(secret).isEmpty());
    }

    void cleanupTestCase()
    {
        for (auto *cloud : {&m_clouds.builder(), &m_clouds.consumer()})
            removeImages(*cloud);
        auto &builder = m_clouds.builder();
        must(QCoro::waitFor(builder.compute().deleteKeyPair(m_prefix + QStringLiteral("-image-builder-ssh-key"), {})));
        const auto name = QStringLiteral("github-runner-image-builder-v1");
        // The second one is ours where somebody else has the first.
        for (const auto &either : {name, name + u'-' + m_deployment.left(6)})
            for (const auto &group : must(QCoro::waitFor(builder.network().securityGroups(either, {}))))
                if (!m_deployment.isEmpty() && group.description.contains(m_deployment))
                    must(QCoro::waitFor(builder.network().deleteSecurityGroup(group.id, {})));
    }

private:
    static QString address() { return qEnvironmentVariable("IMAGEBUILDER_TEST_ADDRESS", QStringLiteral("127.0.0.1")); }

    static QByteArray imageBytes()
    {
        QFile file(qEnvironmentVariable("IMAGEBUILDER_TEST_IMAGE"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray(256LL * 1024, 'i');
    }

    QString imageName(const QString &base) const { return m_prefix + u'-' + base + QStringLiteral("-x64"); }

    QStringList mirrorArguments() const
    {
        return {"--mirror", m_web->url().toString(), "--image-keyring", m_mirror.keyring()};
    }
    QStringList initArguments() const
    {
        return QStringList{"--os-cloud", m_clouds.builder().name(), "init", "--arch", "x64", "--prefix", m_prefix} +
               mirrorArguments();
    }
    QStringList runArguments(const QString &base) const
    {
        return QStringList{"--os-cloud",
                           m_clouds.builder().name(),
                           "run",
                           imageName(base),
                           "--arch",
                           "x64",
                           "-b",
                           base,
                           "--prefix",
                           m_prefix,
                           "--script-url",
                           m_web->url(QStringLiteral("/script.sh")).toString(),
                           "--user-data",
                           QStringLiteral(IMAGEBUILDER_FIXTURES "/userdata/real-cloud.sh"),
                           "--upload-clouds",
                           m_clouds.consumer().name()} +
               mirrorArguments();
    }

    testing::Ended timed(const char *what, const QStringList &arguments) const
    {
        QElapsedTimer time;
        time.start();
        auto ended = m_program->run(arguments, 20 * 60'000);
        qInfo("%s: %.1f s", what, static_cast<double>(time.elapsed()) / 1000);
        return ended;
    }

    QString stepOf(const QString &base) const
    {
        const auto builds = m_program->run({"builds", "list", "--output", "json"}).json().value("builds").toArray();
        const auto found = std::ranges::find_if(builds, [&](const auto &build) { return build[u"base"] == base; });
        return found == builds.end() ? QString() : (*found)[u"step"].toString();
    }

    void removeImages(openstack::Cloud &cloud) const
    {
        auto &images = cloud.images();
        for (const auto &image : must(QCoro::waitFor(images.images({.visibility = QStringLiteral("private")}, {}))))
            if (image.name.startsWith(m_prefix))
                must(QCoro::waitFor(images.remove(image.id, {})));
    }

    static qsizetype imagesOf(openstack::Cloud &cloud, const QString &name)
    {
        return must(QCoro::waitFor(cloud.images().images({.name = name, .status = QStringLiteral("active")}, {})))
            .size();
    }

    testing::ContractClouds m_clouds;
    testing::MirrorFixture m_mirror{imageBytes()};
    std::unique_ptr<testing::FolderServer> m_web;
    std::unique_ptr<testing::Program> m_program;
    QString m_prefix = QStringLiteral("job-") + newBuildId();
    QString m_delivered;
    QString m_deployment;
};

IMAGEBUILDER_TEST(MainJobTest, "mainjob")
#include "mainjobtest.moc"
