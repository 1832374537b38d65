// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/redirect.h"

#include "support/httpserver.h"
#include "support/testmain.h"
#include "wire.h"

using namespace imagebuilder;
using namespace imagebuilder::http;
using namespace imagebuilder::testing;

class RedirectTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void redirectsAreFollowedAsFarAsAllowed()
    {
        HttpServer server([](const HttpRequest &request) {
            const auto left = request.target.sliced(1).toInt();
            if (left == 0)
                return HttpAnswer{.body = "there"};
            return HttpAnswer{.status = 302, .headers = {{"Location", "/" + QByteArray::number(left - 1)}}};
        });
        const auto ask = [&](int redirects) {
            return send(m_wire.get(), {.url = server.url(QStringLiteral("/3")), .redirects = redirects});
        };
        QCOMPARE(ask(0)->status, 302);
        QCOMPARE(server.requests().size(), 1);
        QCOMPARE(ask(2)->status, 302);
        const auto whole = ask(3);
        QCOMPARE(whole->body, "there");
        QCOMPARE(whole->url.path(), QStringLiteral("/0"));
    }

    void nothingSecretLeavesTheOrigin()
    {
        HttpServer other([](const HttpRequest &) { return HttpAnswer{.body = "there"}; });
        HttpServer origin([&](const HttpRequest &request) {
            const auto inside = request.target == "/inside";
            return HttpAnswer{.status = 307, .headers = {{"Location", inside ? other.url().toEncoded() : "/inside"}}};
        });
        const auto response = send(m_wire.get(), {.url = origin.url(),
                                                  .headers = {{"X-Auth-Token", "t"},
                                                              {"Authorization", "Basic x"},
                                                              {"X-Anything-New", "x"},
                                                              {"Accept", "text/plain"}},
                                                  .redirects = 5});
        QVERIFY2(response, qPrintable(errorText(response)));
        QCOMPARE(origin.requests().at(1).header("X-Auth-Token"), "t");
        const auto seen = other.requests().at(0);
        for (const auto *name : {"X-Auth-Token", "Authorization", "X-Anything-New"})
            QVERIFY2(seen.header(name).isEmpty(), name);
        QCOMPARE(seen.header("Accept"), "text/plain");
    }

    void whereARedirectLeads_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QByteArray>("next"); // method and address; empty: the answer is handed out; else "refused"
        const auto row = [](const char *method, int status, const char *location, const char *next) {
            QTest::addRow("%s %d %s", method, status, location)
                << QByteArray(method) << status << QByteArray(location) << QByteArray(next);
        };
        row("GET", 301, "b", "GET https://a.test/v2/b");
        row("HEAD", 302, "/c?d=e", "HEAD https://a.test/c?d=e");
        row("GET", 308, "//b.test/", "GET https://b.test/");
        row("POST", 303, "https://a.test/made", "GET https://a.test/made");
        row("POST", 307, "https://a.test/made", "");
        row("PUT", 302, "https://a.test/made", "");
        row("GET", 300, "https://a.test/v2", "");
        row("GET", 302, "", "");
        row("GET", 302, "http://a.test/", "refused");
        row("GET", 302, "file:///etc/passwd", "refused");
    }

    void whereARedirectLeads()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const int, status);
        QFETCH(const QByteArray, location);
        QFETCH(const QByteArray, next);
        const Request request{.method = method, .url = QUrl(QStringLiteral("https://a.test/v2/a")), .redirects = 1};
        Response response;
        response.status = status;
        if (!location.isEmpty())
            response.headers = {{"Location", location}};
        const auto found = redirected(request, response);
        if (next == "refused") {
            QVERIFY(!found);
            QCOMPARE(found.error().kind(), ErrorKind::Protocol);
            return;
        }
        QVERIFY2(found, qPrintable(errorText(found)));
        const auto text = *found ? (*found)->method + ' ' + (*found)->url.toEncoded() : QByteArray();
        QCOMPARE(text, next);
    }

private:
    std::unique_ptr<NetworkTransport> m_wire = makeTransport();
};

IMAGEBUILDER_TEST(RedirectTest, "redirect")
#include "redirecttest.moc"
