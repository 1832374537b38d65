// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/testmain.h"
#include "support/vmfixture.h"

#include <QtCore/QJsonDocument>

using namespace imagebuilder::testing;

/// What the public client does with a VM that is up; what it shows of one is publicclienttest.cpp's.
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
    void aServersConsoleSnapshotAndEnd()
    {
        const auto vm = m_fixture.boot({.imageId = {}, .userData = {}, .metadata = {}});
        QVERIFY(run({"console", "log", "show", vm.id}).contains("BEGIN SSH HOST KEY KEYS"));
        const auto image = QJsonDocument::fromJson(
            run({"server", "image", "create", "-f", "json", "--wait", "--name", "copy", vm.id}));
        QCOMPARE(image[u"name"], "copy");
        QCOMPARE(image[u"status"], "active");
        run({"server", "delete", "--wait", vm.id});
        QVERIFY(m_fixture.cloud().state().value("servers").toArray().isEmpty());
    }
};

IMAGEBUILDER_TEST(ComputeClientTest, "computeclient")

#include "computeclienttest.moc"
