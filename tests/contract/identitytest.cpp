// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "contractclouds.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::openstack;
using testing::must;

/// Logging in, and what a catalog says.
class IdentityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLoginIsScopedToItsProject()
    {
        const auto builder = must(QCoro::waitFor(m_clouds.builder().session().projectId({})));
        const auto consumer = must(QCoro::waitFor(m_clouds.consumer().session().projectId({})));
        QVERIFY(!builder.isEmpty());
        QVERIFY(builder != consumer);
    }

    void theCatalogHasWhatBuildsNeed()
    {
        for (const auto service : {"compute", "image", "network"}) {
            const auto url = must(QCoro::waitFor(m_clouds.builder().session().endpoint(QLatin1String(service), {})));
            QVERIFY2(url.isValid(), service);
        }
    }

    void bothProjectsShareOneGlance()
    {
        QCOMPARE(must(QCoro::waitFor(m_clouds.builder().session().endpoint(QStringLiteral("image"), {}))),
                 must(QCoro::waitFor(m_clouds.consumer().session().endpoint(QStringLiteral("image"), {}))));
    }

    void aWrongPasswordIsAnAuthErrorThatDoesNotShowIt()
    {
        const auto cloud = m_clouds.loginWith(
            [](CloudConfig &config) { config.credentials.password = Secret(QByteArray("wrong-and-secret")); });
        const auto refused = QCoro::waitFor(cloud->session().projectId({}));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::Auth);
        QVERIFY(!refused.error().message().contains(u"wrong-and-secret"));
    }

    void anUnknownRegionIsNamed()
    {
        const auto cloud = m_clouds.loginWith([](CloudConfig &config) { config.region = QStringLiteral("Atlantis"); });
        const auto refused = QCoro::waitFor(cloud->compute().flavors({}));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::Config);
        QVERIFY2(refused.error().message().contains(u"Atlantis"), qPrintable(refused.error().message()));
    }

private:
    testing::ContractClouds m_clouds;
};

IMAGEBUILDER_TEST(IdentityTest, "identity")
#include "identitytest.moc"
