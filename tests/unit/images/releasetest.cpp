// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/release.h"

#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::images;

class ReleaseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void releasesAreFoundByCodenameAndVersionInAnyCase()
    {
        QCOMPARE(findRelease(QStringLiteral(" Noble "))->version, QStringLiteral("24.04"));
        QCOMPARE(findRelease(QStringLiteral("26.04"))->codename, QStringLiteral("resolute"));
    }

    void whatThereIsNotIsAnErrorThatSaysWhatThereIs()
    {
        const auto release = findRelease(QStringLiteral("bionic"));
        QCOMPARE(release.error().kind(), ErrorKind::Config);
        QVERIFY(release.error().text().contains(u"focal (20.04), jammy (22.04), noble (24.04), resolute (26.04)"));
        const auto arch = findArch(QStringLiteral("riscv64"));
        QCOMPARE(arch.error().kind(), ErrorKind::Config);
        QVERIFY(arch.error().text().contains(u"x64, arm64, s390x, ppc64le, arm"));
    }

    void eachArchitectureHasItsNameEverywhere_data()
    {
        QTest::addColumn<QString>("glance");
        QTest::addColumn<QString>("file");
        QTest::newRow("x64") << QStringLiteral("x86_64") << QStringLiteral("jammy-server-cloudimg-amd64.img");
        QTest::newRow("arm64") << QStringLiteral("aarch64") << QStringLiteral("jammy-server-cloudimg-arm64.img");
        QTest::newRow("arm") << QStringLiteral("aarch64") << QStringLiteral("jammy-server-cloudimg-arm64.img");
        QTest::newRow("s390x") << QStringLiteral("s390x") << QStringLiteral("jammy-server-cloudimg-s390x.img");
        QTest::newRow("ppc64le") << QStringLiteral("ppc64le") << QStringLiteral("jammy-server-cloudimg-ppc64el.img");
    }
    void eachArchitectureHasItsNameEverywhere()
    {
        const auto arch = findArch(QString::fromLatin1(QTest::currentDataTag()));
        QTEST(arch->glance, "glance");
        QTEST(upstreamFileName(*findRelease(QStringLiteral("jammy")), *arch), "file");
    }

    void namesAreThoseOfTheContract()
    {
        const auto noble = *findRelease(QStringLiteral("noble"));
        const auto arm = *findArch(QStringLiteral("ARM"));
        QCOMPARE(baseImageName(QStringLiteral("p"), noble, arm), QStringLiteral("p-image-builder-base-noble-arm"));
        QCOMPARE(builderServerName(QStringLiteral("p"), noble, arm), QStringLiteral("p-image-builder-noble-arm"));
        QCOMPARE(keyPairName(QStringLiteral("p")), QStringLiteral("p-image-builder-ssh-key"));
        QCOMPARE(keyPairName(QString()), QStringLiteral("-image-builder-ssh-key"));
    }
};

IMAGEBUILDER_TEST(ReleaseTest, "release")
#include "releasetest.moc"
