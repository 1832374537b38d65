// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/digest.h"

#include "support/testmain.h"

using namespace imagebuilder::http;

class DigestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The examples of FIPS 180-4 for "abc" and for no bytes.
    void makesThePublishedExamples()
    {
        Digest sha256(Digest::Algorithm::Sha256);
        QCOMPARE(sha256.hex(), QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        sha256.update("a");
        sha256.update("bc");
        QCOMPARE(sha256.hex(), QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        Digest sha512(Digest::Algorithm::Sha512);
        sha512.update("abc");
        QCOMPARE(sha512.hex(), QByteArray("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                                          "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"));
    }

    void readingTheDigestDoesNotEndIt()
    {
        Digest digest(Digest::Algorithm::Sha256);
        digest.update("ab");
        const auto early = digest.hex();
        digest.update("c");
        QVERIFY(digest.hex() != early);
        QCOMPARE(digest.hex(), QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    void knowsGlancesNames()
    {
        QVERIFY(Digest::named(QStringLiteral("sha512")) == Digest::Algorithm::Sha512);
        QVERIFY(Digest::named(QStringLiteral("SHA256")) == Digest::Algorithm::Sha256);
        QVERIFY(!Digest::named(QStringLiteral("md5")));
        QVERIFY(!Digest::named(QString()));
    }
};

IMAGEBUILDER_TEST(DigestTest, "digest")
#include "digesttest.moc"
