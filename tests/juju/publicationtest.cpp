// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "juju/publication.h"

#include "juju/pythontext.h"
#include "support/testmain.h"

using namespace imagebuilder::juju;

namespace {

class PublicationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBytesAreThoseOfThePythonCharm()
    {
        const auto x64 = QStringLiteral("x64");
        const auto bag = publicationBag({{QStringLiteral("7f1c"), x64, QStringLiteral("noble")},
                                         {QStringLiteral("a0\"é\U0001F600\x7f"), x64, QStringLiteral("jammy")}});
        // What json.dumps(images) of CPython 3 makes of these.
        QCOMPARE(bag.value("images"),
                 QStringLiteral("[{\"id\": \"7f1c\", \"tags\": \"x64,noble\"}, "
                                "{\"id\": \"a0\\\"\\u00e9\\ud83d\\ude00\\u007f\", \"tags\": \"x64,jammy\"}]"));
        QCOMPARE(bag.value("id"), QStringLiteral("7f1c"));
        QCOMPARE(bag.value("tags"), QStringLiteral("x64,noble"));
        QCOMPARE(bag.size(), 3);
    }

    void nothingIsNeverPublished() { QVERIFY(publicationBag({}).isEmpty()); }

    void case06_whatIsShownAlreadyDiffersNotForItsAddresses()
    {
        const auto bag = publicationBag({{QStringLiteral("1"), QStringLiteral("arm"), QStringLiteral("noble")}});
        auto shown = bag;
        shown.insert(QStringLiteral("ingress-address"), QStringLiteral("10.1.2.3"));
        QVERIFY(!differs(shown, bag));
        shown.insert(QStringLiteral("tags"), QStringLiteral("arm,jammy"));
        QVERIFY(differs(shown, bag));
        QVERIFY(!differs(shown, {}));
    }

    void peersReadWhatTheLeaderPacked()
    {
        const auto bag = publicationBag({{QStringLiteral("é"), QStringLiteral("x64"), QStringLiteral("noble")}});
        QCOMPARE(*unpacked(packed(bag)), bag);
        QVERIFY(!unpacked(QStringLiteral("{}")));
        QVERIFY(!unpacked(QStringLiteral("?")));
    }

    void tuplesAreThoseOfPython_data()
    {
        QTest::addColumn<QStringList>("items");
        QTest::addColumn<QString>("shown");
        QTest::newRow("one") << QStringList{"bionic"} << "('bionic',)";
        QTest::newRow("two") << QStringList{"noble", "bionic"} << "('noble', 'bionic')";
        QTest::newRow("quotes") << QStringList{"it's", "a\"'b"} << "(\"it's\", 'a\"\\'b')";
        QTest::newRow("none") << QStringList{} << "()";
    }

    void tuplesAreThoseOfPython()
    {
        QFETCH(const QStringList, items);
        QTEST(pythonTuple(items), "shown");
    }
};

} // namespace

IMAGEBUILDER_TEST(PublicationTest, "publication")
#include "publicationtest.moc"
