// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "headless/options/parsing.h"

#include "support/testmain.h"

using namespace imagebuilder;

class ParsingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void levelsInEitherCaseOrPythonsNumbers()
    {
        QVERIFY(headless::parseLogLevel(QStringLiteral("DEBUG")) == LogLevel::Debug);
        QVERIFY(headless::parseLogLevel(QStringLiteral("warning")) == LogLevel::Warning);
        QVERIFY(headless::parseLogLevel(QStringLiteral("40")) == LogLevel::Error);
        QCOMPARE(headless::parseLogLevel(QStringLiteral("50")).error().kind(), ErrorKind::Usage);
    }

    void durationsReadWhatTheyShow()
    {
        for (const auto *text : {"90s", "15m", "2h", "1s"})
            QCOMPARE(headless::formatDuration(*headless::parseDuration(QString::fromLatin1(text))),
                     QString::fromLatin1(text));
        QCOMPARE(*headless::parseDuration(QStringLiteral("90")), milliseconds(90'000));
    }

    void wrongDurations_data() { wrongTexts({"", "0", "-5m", "5d", "m", "99999h", "1.5h", "5 m"}); }
    void wrongDurations()
    {
        QFETCH(const QString, text);
        QVERIFY(!headless::parseDuration(text));
    }

    void wrongProxies_data() { wrongTexts({"proxy", "proxy:0", "proxy:70000", "http://proxy:80", "a b:80", "x;y:80"}); }
    void wrongProxies()
    {
        QFETCH(const QString, text);
        QVERIFY(!headless::parseProxy(text));
    }

    void rightProxies()
    {
        QVERIFY(headless::parseProxy(QStringLiteral("squid.internal:3128")).has_value());
        QVERIFY(headless::parseProxy(QStringLiteral("[fd00::1]:3128")).has_value());
        QVERIFY(headless::parseProxy(QString()).has_value());
    }

    void wrongNetworks_data() { wrongTexts({"10.0.0.0", "10.0.0.0/33", "x/8", "10.0.0.0/8,", "fd00::/129"}); }
    void wrongNetworks()
    {
        QFETCH(const QString, text);
        QVERIFY(!headless::parseCidrs(text));
    }

    void wrongLists_data() { wrongTexts({"a,,b", ",", "", "a,b,a"}); }
    void wrongLists()
    {
        QFETCH(const QString, text);
        QVERIFY(!headless::parseList(text));
    }

    void anAddressWithAPasswordIsRefusedWithoutRepeatingIt()
    {
        const auto url = headless::parseWebUrl(QStringLiteral("https://ann:hunter2@host/script"));
        QVERIFY(!url);
        QVERIFY(!url.error().text().contains(QStringLiteral("hunter2")));
    }

    void secretsComeFromTheirVariablesAlone()
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("IMAGE_BUILDER_SECRET_TOKEN"), QStringLiteral("a=b"));
        environment.insert(QStringLiteral("OTHER"), QStringLiteral("x"));
        const auto secrets = headless::scriptSecrets(environment);
        QCOMPARE(secrets->keys(), QStringList{QStringLiteral("TOKEN")});
        QCOMPARE(secrets->value(QStringLiteral("TOKEN")).reveal(), QByteArray("a=b"));
    }

    void aSecretsKeyMustBeAShellName()
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("IMAGE_BUILDER_SECRET_1-X"), QStringLiteral("hidden"));
        const auto secrets = headless::scriptSecrets(environment);
        QCOMPARE(secrets.error().kind(), ErrorKind::Usage);
        QVERIFY(secrets.error().text().contains(QStringLiteral("IMAGE_BUILDER_SECRET_1-X")));
        QVERIFY(!secrets.error().text().contains(QStringLiteral("hidden")));
    }

private:
    static void wrongTexts(std::initializer_list<const char *> texts)
    {
        QTest::addColumn<QString>("text");
        for (const auto *text : texts)
            QTest::newRow(text) << QString::fromLatin1(text);
    }
};

IMAGEBUILDER_TEST(ParsingTest, "parsing")
#include "parsingtest.moc"
