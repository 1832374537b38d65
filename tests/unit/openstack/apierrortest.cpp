// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/apierror.h"

#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::openstack;

class ApiErrorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sentences_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("Nova") << QByteArray(
                                     R"({"itemNotFound": {"code": 404, "message": "Instance x could not be found."}})")
                              << QStringLiteral("Instance x could not be found");
        QTest::newRow("Keystone") << QByteArray(
                                         R"({"error": {"code": 401, "title": "Unauthorized", "message": "No."}})")
                                  << QStringLiteral("No");
        QTest::newRow("Neutron")
            << QByteArray(R"({"NeutronError": {"type": "OverQuota", "message": "Quota exceeded", "detail": ""}})")
            << QStringLiteral("Quota exceeded");
        QTest::newRow("Neutron, a text") << QByteArray(R"({"NeutronError": "broken"})") << QStringLiteral("broken");
        QTest::newRow("placement") << QByteArray(R"({"errors": [{"status": 409, "detail": "in use"}]})")
                                   << QStringLiteral("in use");
        QTest::newRow("Glance")
            << QByteArray(
                   "<html>\n <head>\n  <title>403 Forbidden</title>\n </head>\n <body>\n  <h1>403 Forbidden</h1>\n"
                   "  Image x is protected &amp; cannot be deleted.<br /><br />\n\n </body>\n</html>")
            << QStringLiteral("Image x is protected & cannot be deleted");
        QTest::newRow("Glance, asked for JSON")
            << QByteArray(
                   R"({"message": "No image found<br /><br />\n\n\n", "code": "404 Not Found", "title": "Not Found"})")
            << QStringLiteral("No image found");
        QTest::newRow("a page with nothing but a heading")
            << QByteArray("<html><body><h1>502 Bad Gateway</h1></body></html>") << QStringLiteral("502 Bad Gateway");
        QTest::newRow("plain") << QByteArray("  Authentication\n required ")
                               << QStringLiteral("Authentication required");
        QTest::newRow("nothing") << QByteArray() << QString();
        QTest::newRow("endless") << QByteArray(1000, 'x') << QString(300, u'x') + u'…';
    }
    void sentences()
    {
        QFETCH(QByteArray, body);
        QTEST(errorSentence(body), "sentence");
    }

    void kinds_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<ErrorKind>("kind");
        const auto quota = QStringLiteral("Quota exceeded for cores: Requested 2, but already used 20 of 20 cores");
        QTest::newRow("400") << 400 << QString() << ErrorKind::Config;
        QTest::newRow("401") << 401 << QString() << ErrorKind::Auth;
        QTest::newRow("403") << 403 << QString() << ErrorKind::Auth;
        QTest::newRow("403 of Nova's quota") << 403 << quota << ErrorKind::Quota;
        QTest::newRow("404") << 404 << QString() << ErrorKind::NotFound;
        QTest::newRow("406") << 406 << QString() << ErrorKind::Protocol;
        QTest::newRow("409") << 409 << QString() << ErrorKind::Conflict;
        QTest::newRow("409 of Neutron's quota") << 409 << quota << ErrorKind::Quota;
        QTest::newRow("413") << 413 << QString() << ErrorKind::RateLimited;
        QTest::newRow("413 of Glance's quota")
            << 413 << QStringLiteral("exceeds the storage quota") << ErrorKind::Quota;
        QTest::newRow("429") << 429 << QString() << ErrorKind::RateLimited;
        QTest::newRow("300") << 300 << QString() << ErrorKind::Protocol;
        QTest::newRow("500") << 500 << QString() << ErrorKind::Unavailable;
        QTest::newRow("503") << 503 << QString() << ErrorKind::Unavailable;
    }
    void kinds()
    {
        QFETCH(int, status);
        QFETCH(QString, sentence);
        QTEST(errorKind(status, sentence), "kind");
    }
};

IMAGEBUILDER_TEST(ApiErrorTest, "apierror")
#include "apierrortest.moc"
