// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "support/testmain.h"
#include "testca.h"
#include "wire.h"

using namespace imagebuilder;
using namespace imagebuilder::http;
using namespace imagebuilder::testing;

class TlsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aServerOfAnUnknownCaIsRefusedAndTheTextNamesTheRemedy()
    {
        HttpServer server(answer, {}, m_ca.server());
        for (const bool repeatable : {true, false}) {
            const auto response = send({}, {.url = server.url(), .repeatable = repeatable});
            QVERIFY(!response);
            QCOMPARE(response.error().kind(), ErrorKind::Config);
            QVERIFY2(response.error().text().contains(QStringLiteral("cacert")), qPrintable(response.error().text()));
        }
        QVERIFY(server.requests().isEmpty());
    }

    void theCaFileMakesItTrusted()
    {
        HttpServer server(answer, {}, m_ca.server());
        for (const bool repeatable : {true, false}) {
            const auto response =
                send({.caFile = m_ca.file(QStringLiteral("ca.pem"))}, {.url = server.url(), .repeatable = repeatable});
            QVERIFY2(response, qPrintable(errorText(response)));
            QCOMPARE(response->body, "secure");
        }
    }

    void aCertificateForAnotherNameIsRefused()
    {
        HttpServer server(answer, {}, m_ca.server());
        auto url = server.url();
        url.setHost(QStringLiteral("localhost"));
        for (const bool repeatable : {true, false}) {
            const auto response =
                send({.caFile = m_ca.file(QStringLiteral("ca.pem"))}, {.url = url, .repeatable = repeatable});
            QVERIFY(!response);
            QCOMPARE(response.error().kind(), ErrorKind::Config);
        }
    }

    void withoutVerifyingAnyServerIsTaken()
    {
        HttpServer server(answer, {}, m_ca.server());
        for (const bool repeatable : {true, false}) {
            const auto response = send({.verify = false}, {.url = server.url(), .repeatable = repeatable});
            QVERIFY2(response, qPrintable(errorText(response)));
        }
    }

    void aClientCertificateIsShown()
    {
        auto tls = m_ca.server();
        tls.clientCaFile = m_ca.file(QStringLiteral("ca.pem"));
        HttpServer server(answer, {}, tls);
        TransportOptions options{.caFile = tls.clientCaFile};
        for (const bool repeatable : {true, false}) {
            const auto without = send(options, {.url = server.url(), .repeatable = repeatable});
            QVERIFY(!without);
            QCOMPARE(without.error().kind(), ErrorKind::Unavailable);
        }
        options.certificateFile = m_ca.file(QStringLiteral("client.pem"));
        options.keyFile = m_ca.file(QStringLiteral("client.key"));
        for (const bool repeatable : {true, false}) {
            const auto with = send(options, {.url = server.url(), .repeatable = repeatable});
            QVERIFY2(with, qPrintable(errorText(with)));
        }
    }

    void filesThatCannotBeUsedAreConfigErrorsThatNameThem_data()
    {
        QTest::addColumn<TransportOptions>("options");
        const auto pem = [this](const char *name) {
            return m_ca.file(QString::fromLatin1(name));
        };
        QTest::newRow("no CA file") << TransportOptions{.caFile = pem("missing.pem")};
        QTest::newRow("CA file without certificate") << TransportOptions{.caFile = pem("ca.key")};
        QTest::newRow("no key") << TransportOptions{.certificateFile = pem("client.pem"),
                                                    .keyFile = pem("missing.pem")};
        QTest::newRow("no key in it") << TransportOptions{.certificateFile = pem("client.pem")};
    }

    void filesThatCannotBeUsedAreConfigErrorsThatNameThem()
    {
        QFETCH(const TransportOptions, options);
        const SystemClock clock;
        const auto made = NetworkTransport::make(options, clock);
        QVERIFY(!made);
        QCOMPARE(made.error().kind(), ErrorKind::Config);
        QVERIFY2(made.error().text().contains(m_ca.file(QString())), qPrintable(made.error().text()));
    }

private:
    static HttpAnswer answer(const HttpRequest &) { return {.body = "secure"}; }
    static Result<Response> send(const TransportOptions &options, Request request)
    {
        return testing::send(makeTransport(options).get(), std::move(request));
    }
    TestCa m_ca;
};

IMAGEBUILDER_TEST(TlsTest, "tls")
#include "tlstest.moc"
