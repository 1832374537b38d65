// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/customise.h"
#include "support/testmain.h"

using namespace imagebuilder;
using build::blotted;

class BlottedTest : public QObject
{
    Q_OBJECT

    const QMap<QString, Secret> m_secrets{
        {QStringLiteral("KEY"), Secret(QByteArrayLiteral("-----BEGIN KEY-----\r\nMIIE1234\nab\n"))},
        {QStringLiteral("WORD"), Secret(QByteArrayLiteral("MIIE"))},
    };

private Q_SLOTS:
    void eachLineOfASecretIsBlotted()
    {
        QCOMPARE(blotted("+ echo -----BEGIN KEY-----", m_secrets), "+ echo •••");
        QCOMPARE(blotted("MIIE1234, MIIE", m_secrets), "•••, •••");
    }

    void shortLinesStayForTheSakeOfTheRest() { QCOMPARE(blotted("abc", m_secrets), "abc"); }
};

IMAGEBUILDER_TEST(BlottedTest, "blotted")

#include "blottedtest.moc"
