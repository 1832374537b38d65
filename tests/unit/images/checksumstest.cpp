// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/checksums.h"

#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::images;

class ChecksumsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothFormsOfSha256sumAreRead()
    {
        const auto one = QByteArray(64, 'a');
        const auto two = QByteArray(64, 'B');
        const auto sums = one + " *one.img\r\n" + two + "  two.img\n";
        QCOMPARE(*checksumOf(QStringLiteral("one.img"), sums), one);
        QCOMPARE(*checksumOf(QStringLiteral("two.img"), sums), two.toLower());
    }

    void aNameMustMatchWholly()
    {
        const auto sums = QByteArray(64, 'a') + " *xone.img\n" + QByteArray(64, 'b') + " *one.img.xz\n";
        QCOMPARE(checksumOf(QStringLiteral("one.img"), sums).error().kind(), ErrorKind::NotFound);
    }

    void case17_aListThatMakesNoSenseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("sums");
        QTest::newRow("an MD5") << QByteArray(32, 'a') + " *one.img\n";
        QTest::newRow("no hex") << QByteArray(64, 'x') + " *one.img\n";
        QTest::newRow("no sum") << QByteArray(" *one.img\n") + "x *one.img\n";
        QTest::newRow("two sums") << QByteArray(64, 'a') + " *one.img\n" + QByteArray(64, 'b') + " *one.img\n";
    }
    void case17_aListThatMakesNoSenseIsRefused()
    {
        QFETCH(const QByteArray, sums);
        QCOMPARE(checksumOf(QStringLiteral("one.img"), sums).error().kind(), ErrorKind::Protocol);
    }
};

IMAGEBUILDER_TEST(ChecksumsTest, "checksums")
#include "checksumstest.moc"
