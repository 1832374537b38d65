// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/volume/volumeclient.h"

#include "fakecloud.h"
#include "openstack/servicetypes.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::openstack;
using QCoro::waitFor;

class VolumeClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCloudWithoutCinderOffersNone()
    {
        FakeCloud cloud;
        QVERIFY(!*waitFor(VolumeClient(cloud.session()).isOffered({})));
    }

    void itsNamesAreOneService()
    {
        for (const auto *name : {"cinder", "volumev3", "block-store", "block_storage"})
            QCOMPARE(officialServiceType(QLatin1StringView(name)), QStringLiteral("block-storage"));
        QCOMPARE(officialServiceType(QStringLiteral("volumev2")), QStringLiteral("volumev2"));
    }
};

IMAGEBUILDER_TEST(VolumeClientTest, "volumeclient")

#include "volumeclienttest.moc"
