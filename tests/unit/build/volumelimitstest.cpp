// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/volume.h"
#include "fakesite.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;

class VolumeLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case18_aCloudWithoutVolumesIsSaidWithTheFlavorThatNeedsOne()
    {
        FakeNova nova; // whose catalog has no Cinder
        FakeSite fake(nova);
        auto build = fake.begun();
        build->flavor.name = QStringLiteral("v1.builder");
        const auto limits = QCoro::waitFor(build::volumeLimits(fake.site(), build, {}));
        QCOMPARE(limits.error().kind(), ErrorKind::Config);
        QVERIFY2(limits.error().text().contains(u"flavor v1.builder (0 GiB disk)"), qPrintable(limits.error().text()));
        QVERIFY2(limits.error().text().contains(u"offers no volumes"), qPrintable(limits.error().text()));
    }
};

IMAGEBUILDER_TEST(VolumeLimitsTest, "volumelimits")

#include "volumelimitstest.moc"
