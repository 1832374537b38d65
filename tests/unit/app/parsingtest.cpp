// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/parsing.h"

#include "support/testmain.h"

using namespace imagebuilder;

class ParsingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void levelsInEitherCaseOrPythonsNumbers()
    {
        QVERIFY(app::parseLogLevel(QStringLiteral("DEBUG")) == LogLevel::Debug);
        QVERIFY(app::parseLogLevel(QStringLiteral("warning")) == LogLevel::Warning);
        QVERIFY(app::parseLogLevel(QStringLiteral("40")) == LogLevel::Error);
        QCOMPARE(app::parseLogLevel(QStringLiteral("50")).error().kind(), ErrorKind::Usage);
    }

    void durationsReadWhatTheyShow()
    {
        for (const auto *text : {"90s", "15m", "2h", "1s"})
            QCOMPARE(app::formatDuration(*app::parseDuration(QString::fromLatin1(text))), QString::fromLatin1(text));
        QCOMPARE(*app::parseDuration(QStringLiteral("90")), milliseconds(90'000));
    }

    void wrongDurations_data() { wrongTexts({"", "0", "-5m", "5d", "m", "99999h", "1.5h", "5 m"}); }
    void wrongDurations()
    {
        QFETCH(const QString, text);
        QVERIFY(!app::parseDuration(text));
    }

    void wrongProxies_data() { wrongTexts({"proxy", "proxy:0", "proxy:70000", "http://proxy:80", "a b:80", "x;y:80"}); }
    void wrongProxies()
    {
        QFETCH(const QString, text);
        QVERIFY(!app::parseProxy(text));
    }

    void rightProxies()
    {
        QVERIFY(app::parseProxy(QStringLiteral("squid.internal:3128")).has_value());
        QVERIFY(app::parseProxy(QStringLiteral("[fd00::1]:3128")).has_value());
        QVERIFY(app::parseProxy(QString()).has_value());
    }

    void mirrorsAreOnTheWebOrOnThisMachine()
    {
        const auto sum = QString(64, u'a');
        QCOMPARE(app::parseMirror("https://mirror.internal/x")->toString(), "https://mirror.internal/x");
        QCOMPARE(app::parseMirror("/srv/mirror #1")->toLocalFile(), "/srv/mirror #1");
        QCOMPARE(app::parseMirror("file:///srv/a%20b")->toLocalFile(), "/srv/a b");
        const auto pinned = app::parseMirror("/srv/noble.img#sha256=" + sum);
        QCOMPARE(pinned->toLocalFile(), "/srv/noble.img");
        QCOMPARE(pinned->fragment(), "sha256=" + sum);
    }

    void wrongMirrors_data()
    {
        wrongTexts({"srv/mirror", "ftp://mirror.internal", "file://host/srv", "/srv/noble.img#sha256=abc"});
    }
    void wrongMirrors()
    {
        QFETCH(const QString, text);
        QVERIFY(!app::parseMirror(text));
    }

    void wrongNetworks_data() { wrongTexts({"10.0.0.0", "10.0.0.0/33", "x/8", "10.0.0.0/8,", "fd00::/129"}); }
    void wrongNetworks()
    {
        QFETCH(const QString, text);
        QVERIFY(!app::parseCidrs(text));
    }

    void wrongLists_data() { wrongTexts({"a,,b", ",", "", "a,b,a"}); }
    void wrongLists()
    {
        QFETCH(const QString, text);
        QVERIFY(!app::parseList(text));
    }

    void anAddressWithAPasswordIsRefusedWithoutRepeatingIt()
    {
        const auto url = app::parseWebUrl(QStringLiteral("https://ann:hunter2@host/script"));
        QVERIFY(!url);
        QVERIFY(!url.error().text().contains(QStringLiteral("hunter2")));
    }

    void secretsComeFromTheirVariablesAlone()
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("IMAGE_BUILDER_SECRET_TOKEN"), QStringLiteral("a=b"));
        environment.insert(QStringLiteral("OTHER"), QStringLiteral("x"));
        const auto secrets = app::scriptSecrets(environment);
        QCOMPARE(secrets->keys(), QStringList{QStringLiteral("TOKEN")});
        QCOMPARE(secrets->value(QStringLiteral("TOKEN")).reveal(), QByteArray("a=b"));
    }

    void aSecretsKeyMustBeAShellName()
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("IMAGE_BUILDER_SECRET_1-X"), QStringLiteral("hidden"));
        const auto secrets = app::scriptSecrets(environment);
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
