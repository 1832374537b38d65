// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/proxysettings.h"
#include "support/testmain.h"
#include "testca.h"
#include "wire.h"

using namespace imagebuilder;
using namespace imagebuilder::http;
using namespace imagebuilder::testing;

using Variables = QList<std::pair<QString, QString>>;

class ProxyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        for (const auto *name : {"http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"})
            qunsetenv(name);
    }

    void noProxyExceptsWhatItNames_data()
    {
        QTest::addColumn<QString>("exceptions");
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("direct");
        const auto row = [](const char *exceptions, const char *url, bool direct) {
            QTest::addRow("%s %s", exceptions, url)
                << QString::fromLatin1(exceptions) << QString::fromLatin1(url) << direct;
        };
        row("", "http://cloud.test/", false);
        row("*", "http://cloud.test/", true);
        row("cloud.test", "http://cloud.test:5000/", true);
        row("cloud.test", "http://keystone.CLOUD.test/", true);
        row(".cloud.test", "http://keystone.cloud.test/", true);
        row("*.cloud.test", "http://keystone.cloud.test/", true);
        row("cloud.test", "http://mycloud.test/", false);
        row("a.test, cloud.test b.test", "http://cloud.test/", true);
        row("cloud.test:5000", "http://cloud.test:5000/", true);
        row("cloud.test:5000", "http://cloud.test/", false);
        row("cloud.test:443", "https://cloud.test/", true);
        row("10.0.0.7", "http://10.0.0.7/", true);
        row("10.0.0.7", "http://10.0.0.70/", false);
        row("10.0.0.0/8", "http://10.9.8.7/", true);
        row("10.0.0.0/8", "http://11.9.8.7/", false);
        row("10.0.0.0/8", "http://10.cloud.test/", false);
        row("fd00::/8", "http://[fd00::1]/", true);
        row("[fd00::1]:80", "http://[fd00::1]/", true);
        row("fd00::1", "http://[fd00::2]/", false);
        row("", "http://127.0.0.1:8080/", true);
        row("", "http://localhost/", true);
        row("", "http://[::1]/", true);
    }

    void noProxyExceptsWhatItNames()
    {
        QFETCH(const QString, exceptions);
        QFETCH(const QString, url);
        QFETCH(const bool, direct);
        const auto settings = from({{QStringLiteral("http_proxy"), QStringLiteral("http://proxy.test:3128")},
                                    {QStringLiteral("https_proxy"), QStringLiteral("proxy.test:3128")},
                                    {QStringLiteral("no_proxy"), exceptions}});
        QVERIFY2(settings, qPrintable(errorText(settings)));
        const auto proxy = settings->proxyFor(QUrl(url));
        QCOMPARE(proxy.type() == QNetworkProxy::NoProxy, direct);
        if (!direct)
            QCOMPARE(proxy.hostName(), QStringLiteral("proxy.test"));
    }

    void eachSchemeHasItsProxyInEitherCase()
    {
        const auto settings =
            from({{QStringLiteral("HTTP_PROXY"), QStringLiteral("http://upper.test:1")},
                  {QStringLiteral("HTTPS_PROXY"), QStringLiteral("http://upper.test:2")},
                  {QStringLiteral("https_proxy"), QStringLiteral("http://us%40er:p%3Aw@lower.test:3")}});
        QVERIFY2(settings, qPrintable(errorText(settings)));
        const auto plain = settings->proxyFor(QUrl(QStringLiteral("http://cloud.test/")));
        QCOMPARE(plain.type(), QNetworkProxy::HttpCachingProxy);
        QCOMPARE(plain.port(), 1);
        const auto secure = settings->proxyFor(QUrl(QStringLiteral("https://cloud.test/")));
        QCOMPARE(secure.type(), QNetworkProxy::HttpProxy);
        QCOMPARE(secure.hostName(), QStringLiteral("lower.test"));
        QCOMPARE(secure.user(), QStringLiteral("us@er"));
        QCOMPARE(secure.password(), QStringLiteral("p:w"));
    }

    void anAddressThatIsNoProxyIsAConfigErrorWithoutItsPassword()
    {
        for (const auto *value : {"socks5://me:s3cret@proxy.test", "https://me:s3cret@proxy.test", "http://:s3cret"}) {
            const auto settings = from({{QStringLiteral("http_proxy"), QString::fromLatin1(value)}});
            QVERIFY(!settings);
            QCOMPARE(settings.error().kind(), ErrorKind::Config);
            QVERIFY(settings.error().text().contains(QStringLiteral("http_proxy")));
            QVERIFY(!settings.error().text().contains(QStringLiteral("s3cret")));
        }
    }

    void plainRequestsGoThroughTheProxyWithItsCredentials()
    {
        HttpServer proxy([](const HttpRequest &request) {
            if (request.header("Proxy-Authorization") != "Basic " + QByteArray("me:s3cret").toBase64())
                return HttpAnswer{.status = 407, .headers = {{"Proxy-Authenticate", "Basic realm=\"proxy\""}}};
            return HttpAnswer{.body = request.target};
        });
        setProxy("http_proxy", proxy, "me:s3cret@");
        for (const bool repeatable : {true, false}) {
            const auto response = send(makeTransport().get(), request("http://cloud.test:5000/v3?limit=1", repeatable));
            QVERIFY2(response, qPrintable(errorText(response)));
            QCOMPARE(response->body, "http://cloud.test:5000/v3?limit=1");
        }
        setProxy("http_proxy", proxy, "me:wrong@");
        for (const bool repeatable : {true, false}) {
            const auto response = send(makeTransport().get(), request("http://cloud.test:5000/", repeatable));
            QVERIFY(!response);
            QCOMPARE(response.error().kind(), ErrorKind::Config);
            QVERIFY(!response.error().message().contains(QStringLiteral("wrong")));
        }
    }

    void secureRequestsGoThroughATunnel()
    {
        const TestCa ca;
        HttpServer cloud([](const HttpRequest &request) { return HttpAnswer{.body = request.target}; }, {},
                         ca.server());
        HttpServer proxy([](const HttpRequest &) { return HttpAnswer{.status = 400}; });
        setProxy("https_proxy", proxy, "me:s3cret@");
        const auto transport = makeTransport({.caFile = ca.file(QStringLiteral("ca.pem"))});
        const auto url = "https://cloud.test:" + QByteArray::number(cloud.port()) + "/v3";
        for (const bool repeatable : {true, false}) {
            auto asked = request(url.constData(), repeatable);
            asked.headers = {{"X-Auth-Token", "t"}};
            const auto response = send(transport.get(), asked);
            QVERIFY2(response, qPrintable(errorText(response)));
            QCOMPARE(response->body, "/v3");
        }
        QCOMPARE(proxy.requests().size(), 2);
        for (const auto &seen : proxy.requests()) {
            QCOMPARE(seen.method, "CONNECT");
            QVERIFY(seen.header("X-Auth-Token").isEmpty());
        }
        QCOMPARE(proxy.requests().at(1).header("Proxy-Authorization"), "Basic " + QByteArray("me:s3cret").toBase64());
        QCOMPARE(cloud.requests().at(0).header("X-Auth-Token"), "t");
    }

    void aProxyThatIsGoneIsUnavailableAndSaysSo()
    {
        qputenv("http_proxy", "http://127.0.0.1:1");
        for (const bool repeatable : {true, false}) {
            const auto response = send(makeTransport().get(), request("http://cloud.test/", repeatable));
            QVERIFY(!response);
            QCOMPARE(response.error().kind(), ErrorKind::Unavailable);
            QVERIFY2(response.error().text().contains(QStringLiteral("proxy")), qPrintable(response.error().text()));
        }
    }

private:
    static Result<ProxySettings> from(const Variables &variables)
    {
        QProcessEnvironment environment;
        for (const auto &[name, value] : variables)
            environment.insert(name, value);
        return ProxySettings::fromEnvironment(environment);
    }
    static void setProxy(const char *name, const HttpServer &proxy, const char *credentials)
    {
        qputenv(name, "http://" + QByteArray(credentials) + "127.0.0.1:" + QByteArray::number(proxy.port()));
    }
    static Request request(const char *url, bool repeatable)
    {
        return {.url = QUrl(QString::fromLatin1(url)), .repeatable = repeatable};
    }
};

IMAGEBUILDER_TEST(ProxyTest, "proxy")
#include "proxytest.moc"
