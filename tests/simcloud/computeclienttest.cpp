// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/testmain.h"
#include "support/vmfixture.h"

#include <QtCore/QJsonDocument>

using namespace imagebuilder::testing;

/// Debian's python3-openstackclient is the judge of what the simulated Nova answers, too.
class ComputeClientTest : public QObject
{
    Q_OBJECT

    VmFixture m_fixture;

    QByteArray run(const QStringList &arguments) const
    {
        QProcess client;
        auto environment = m_fixture.cloud().environment();
        environment.insert(QStringLiteral("OS_CLOUD"), QStringLiteral("builder"));
        client.setProcessEnvironment(environment);
        client.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        client.start(QStringLiteral("openstack"), arguments);
        client.waitForFinished(60'000);
        return client.readAllStandardOutput();
    }

private Q_SLOTS:
    void serverCommandsShowWhatTheCloudHolds()
    {
        const auto vm = m_fixture.boot({.imageId = {}, .userData = {}, .metadata = {{"imagebuilder:build", "0123"}}});
        const auto shown = QJsonDocument::fromJson(run({"server", "show", "-f", "json", vm.id})).object();
        const auto truth = m_fixture.cloud().element(QStringLiteral("servers"), QStringLiteral("vm"));
        for (const auto *key : {"id", "name", "status", "key_name"})
            QCOMPARE(shown.value(QLatin1String(key)), truth.value(QLatin1String(key)));
        QCOMPARE(shown.value("addresses")[u"builders"][0], vm.address);
        QCOMPARE(shown.value("properties")[u"imagebuilder:build"], "0123");
        QCOMPARE(shown.value("project_id"), truth.value("project"));
        const auto listed = QJsonDocument::fromJson(run({"server", "list", "-f", "json"})).array();
        QCOMPARE(listed[0][u"ID"], vm.id);
        QCOMPARE(listed[0][u"Flavor"], "m1.builder");
        QVERIFY(run({"console", "log", "show", vm.id}).contains("BEGIN SSH HOST KEY KEYS"));
        const auto image = QJsonDocument::fromJson(
            run({"server", "image", "create", "-f", "json", "--wait", "--name", "copy", vm.id}));
        QCOMPARE(image[u"name"], "copy");
        QCOMPARE(image[u"status"], "active");
        run({"server", "delete", "--wait", vm.id});
        QVERIFY(m_fixture.cloud().state().value("servers").toArray().isEmpty());
    }

    void flavorKeyAndQuotaCommandsShowWhatTheCloudHolds()
    {
        const auto flavors = QJsonDocument::fromJson(run({"flavor", "list", "-f", "json"})).array();
        QCOMPARE(flavors.size(), 3);
        for (const auto &flavor : flavors) {
            const auto truth = m_fixture.cloud().element(QStringLiteral("flavors"), flavor[u"Name"].toString());
            QCOMPARE(flavor[u"ID"], truth.value("id"));
            QCOMPARE(flavor[u"VCPUs"], truth.value("vcpus"));
            QCOMPARE(flavor[u"RAM"], truth.value("ram"));
            QCOMPARE(flavor[u"Disk"], truth.value("disk"));
        }
        const auto keys = QJsonDocument::fromJson(run({"keypair", "list", "-f", "json"})).array();
        const auto truth = m_fixture.cloud().element(QStringLiteral("keypairs"), QStringLiteral("key"));
        QCOMPARE(keys[0][u"Name"], "key");
        QCOMPARE(keys[0][u"Fingerprint"], truth.value("fingerprint"));
        const auto limits = QJsonDocument::fromJson(run({"limits", "show", "-f", "json", "--absolute"})).array();
        bool found = false;
        for (const auto &limit : limits)
            found = found || (limit[u"Name"] == QStringLiteral("maxTotalInstances") && limit[u"Value"] == 10) ||
                    (limit[u"Name"] == QStringLiteral("instances") && limit[u"Value"] == 10);
        QVERIFY(found);
    }
};

IMAGEBUILDER_TEST(ComputeClientTest, "computeclient")

#include "computeclienttest.moc"
