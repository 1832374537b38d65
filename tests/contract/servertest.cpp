// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "bytes.h"
#include "contractclouds.h"
#include "poll.h"
#include "support/testmain.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <algorithm>

using namespace imagebuilder;
using namespace imagebuilder::openstack;
using testing::must;

/// Key pairs and one server's whole life; slow on a real cloud, so one server serves for all its tests.
class ServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKeyPairIsImportedOnce()
    {
        const auto name = m_clouds.unique(QStringLiteral("pair"));
        const auto made = must(QCoro::waitFor(compute().importKeyPair(name, publicKey(), {})));
        const auto there = must(QCoro::waitFor(compute().keyPair(name, {})));
        QVERIFY(there);
        QCOMPARE(there->fingerprint, made.fingerprint);
        const auto twice = QCoro::waitFor(compute().importKeyPair(name, publicKey(), {}));
        must(QCoro::waitFor(compute().deleteKeyPair(name, {})));
        QVERIFY(!twice);
        QCOMPARE(twice.error().kind(), ErrorKind::Conflict);
        must(QCoro::waitFor(compute().deleteKeyPair(name, {}))); // CASES 22
        QVERIFY(!must(QCoro::waitFor(compute().keyPair(name, {}))));
    }

    void limitsAreTold()
    {
        const auto limits = must(QCoro::waitFor(compute().limits({})));
        QVERIFY(limits.maxInstances > 0);
        QVERIFY(limits.maxCores > 0);
        QVERIFY(limits.maxRamMiB > 0);
    }

    void aServerWithAnUnknownImageIsRefused()
    {
        auto wrong = request();
        wrong.imageId = QStringLiteral("01234567-89ab-cdef-0123-456789abcdef");
        const auto refused = QCoro::waitFor(compute().createServer(wrong, {}));
        QVERIFY(!refused);
        QVERIFY(refused.error().httpStatus() == 400 || refused.error().httpStatus() == 404);
    }

    void aNewServerCarriesOurMetadata()
    {
        m_server = must(QCoro::waitFor(compute().createServer(request(), {})));
        const auto servers = must(QCoro::waitFor(compute().servers({})));
        const auto found = std::ranges::find(servers, m_server, &Server::id);
        QVERIFY(found != servers.end());
        QCOMPARE(found->metadata.value(QStringLiteral("imagebuilder:build")), QStringLiteral("0123456789ab"));
    }

    void itBecomesActiveWithAnAddressAndAConsole()
    {
        const auto server = reaches(QStringLiteral("ACTIVE"));
        QVERIFY(!server.addresses.isEmpty());
        QVERIFY(testing::pollUntil(std::chrono::minutes(3), [this] {
            const auto log = QCoro::waitFor(compute().consoleLog(m_server, {}));
            return log && !log->isEmpty();
        }));
        const auto ports = must(QCoro::waitFor(m_clouds.builder().network().portsOf(m_server, {})));
        QCOMPARE(ports.size(), 1);
        QCOMPARE(ports.first().addresses, server.addresses);
    }

    void metadataCanBeChangedWhileItRuns()
    {
        must(QCoro::waitFor(
            compute().updateMetadata(m_server, {{QStringLiteral("imagebuilder:state"), QStringLiteral("x")}}, {})));
        const auto server = must(QCoro::waitFor(compute().server(m_server, {})));
        QCOMPARE(server.metadata.value(QStringLiteral("imagebuilder:state")), QStringLiteral("x"));
        QCOMPARE(server.metadata.value(QStringLiteral("imagebuilder:build")), QStringLiteral("0123456789ab"));
    }

    void itStopsAndStoppingItAgainIsNoError()
    {
        must(QCoro::waitFor(compute().stopServer(m_server, {})));
        reaches(QStringLiteral("SHUTOFF"));
        must(QCoro::waitFor(compute().stopServer(m_server, {})));
        const auto log = QCoro::waitFor(compute().consoleLog(m_server, {}));
        QVERIFY(!log);
        QCOMPARE(log.error().kind(), ErrorKind::NotFound);
    }

    void case09_aSnapshotIsReadyWhenGlanceHoldsItsBytes()
    {
        const auto name = m_clouds.unique(QStringLiteral("snapshot"));
        const Properties properties{{QStringLiteral("imagebuilder:build"), QStringLiteral("0123456789ab")}};
        m_snapshot = must(QCoro::waitFor(compute().createImage(m_server, name, properties, {})));
        auto &images = m_clouds.builder().images();
        QVERIFY(testing::pollUntil(std::chrono::minutes(5), [&] {
            const auto image = QCoro::waitFor(images.image(m_snapshot, {}));
            return image && image->status == u"active";
        }));
        const auto image = must(QCoro::waitFor(images.image(m_snapshot, {})));
        QCOMPARE(image.name, name);
        QVERIFY(image.size > 0);
        QVERIFY(image.minDiskGiB > 0);
        QCOMPARE(image.visibility, QStringLiteral("private"));
        QCOMPARE(image.diskFormat, QStringLiteral("qcow2"));
        QCOMPARE(image.properties.value(QStringLiteral("imagebuilder:build")), QStringLiteral("0123456789ab"));
    }

    void case22_aDeletedServerGoesAwayAndDeletingItAgainIsNoError()
    {
        must(QCoro::waitFor(compute().deleteServer(m_server, {})));
        QVERIFY(testing::pollUntil(std::chrono::minutes(2), [this] {
            const auto server = QCoro::waitFor(compute().server(m_server, {}));
            return !server && server.error().kind() == ErrorKind::NotFound;
        }));
        must(QCoro::waitFor(compute().deleteServer(m_server, {})));
    }

    void cleanupTestCase()
    {
        if (!m_server.isEmpty())
            must(QCoro::waitFor(compute().deleteServer(m_server, {})));
        if (!m_snapshot.isEmpty())
            must(QCoro::waitFor(m_clouds.builder().images().remove(m_snapshot, {})));
    }

private:
    ComputeClient &compute() { return m_clouds.builder().compute(); }

    ServerRequest request()
    {
        const auto images =
            must(QCoro::waitFor(m_clouds.builder().images().images({.name = m_clouds.baseImage()}, {})));
        if (images.isEmpty())
            qFatal("the cloud has no image %s", qPrintable(m_clouds.baseImage()));
        const auto flavors = must(QCoro::waitFor(compute().flavors({})));
        const auto flavor =
            std::ranges::find_if(flavors, [](const Flavor &f) { return f.vcpus >= 2 && f.diskGiB >= 20; });
        if (flavor == flavors.end())
            qFatal("the cloud has no flavor for a builder");
        const auto subnets = must(QCoro::waitFor(m_clouds.builder().network().subnets({})));
        return {.name = m_clouds.unique(QStringLiteral("server")),
                .imageId = images.first().id,
                .flavorId = flavor->id,
                .networkId = subnets.first().networkId,
                .keyName = {},
                .securityGroup = QStringLiteral("default"),
                .userData = "#!/bin/sh\ntrue\n",
                .metadata = {{QStringLiteral("imagebuilder:build"), QStringLiteral("0123456789ab")}}};
    }

    Server reaches(const QString &status)
    {
        Server seen;
        const bool there = testing::pollUntil(std::chrono::minutes(5), [&] {
            seen = must(QCoro::waitFor(compute().server(m_server, {})));
            return (seen.status == status && seen.taskState.isEmpty()) || seen.status == u"ERROR";
        });
        if (!there || seen.status != status)
            qFatal("server %s is %s, not %s: %s", qPrintable(m_server), qPrintable(seen.status), qPrintable(status),
                   qPrintable(seen.fault));
        return seen;
    }

    QString publicKey()
    {
        const QTemporaryDir folder;
        const auto file = folder.filePath(QStringLiteral("key"));
        QProcess::execute(QStringLiteral("ssh-keygen"),
                          {"-q", "-t", "ed25519", "-N", "", "-C", "contract", "-f", file});
        QFile made(file + QStringLiteral(".pub"));
        return made.open(QIODevice::ReadOnly) ? QString::fromUtf8(made.readAll().trimmed()) : QString();
    }

    testing::ContractClouds m_clouds;
    QString m_server;
    QString m_snapshot;
};

IMAGEBUILDER_TEST(ServerTest, "server")
#include "servertest.moc"
