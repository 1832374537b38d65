// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/exchangelog.h"

#include "base/logging.h"
#include "support/fakeclock.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::http;

namespace {
QStringList lines;
void keepLine(QtMsgType, const QMessageLogContext &, const QString &text)
{
    lines << text;
}
} // namespace

class ExchangeLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        lines.clear();
        setLogLevel(LogLevel::Debug);
        m_before = qInstallMessageHandler(keepLine);
    }
    void cleanup()
    {
        qInstallMessageHandler(m_before);
        setLogLevel(LogLevel::Info);
    }

    void oneExchangeIsOneLine()
    {
        testing::FakeClock clock;
        {
            ExchangeLog log(request(), clock);
            clock.advance(milliseconds(35));
            Response response;
            response.status = 201;
            response.headers = {{"X-Openstack-Request-Id", "req-1"}};
            log.end(response, 12);
            log.end(response, 12);
        }
        QCOMPARE(lines.size(), 1);
        QVERIFY2(lines[0].contains(QStringLiteral("POST https://cloud.test/v3/auth/tokens?limit=5&sig=•••")),
                 qPrintable(lines[0]));
        QVERIFY2(lines[0].endsWith(QStringLiteral("→ 201, 12 bytes, req-1, 35 ms")), qPrintable(lines[0]));
    }

    void anExchangeThatNobodyEndedStandsThereToo()
    {
        testing::FakeClock clock;
        {
            const ExchangeLog log(request(), clock);
        }
        QCOMPARE(lines.size(), 1);
        QVERIFY(lines[0].contains(QStringLiteral("given up")));
    }

    void noSecretIsWritten()
    {
        testing::FakeClock clock;
        {
            const ExchangeLog log(request(), clock);
        }
        QCOMPARE(lines.size(), 1);
        QVERIFY2(!lines[0].contains(QStringLiteral("s3cret")), qPrintable(lines[0]));
        QVERIFY(lines[0].contains(QStringLiteral("X-Auth-Token: •••")));
        QVERIFY(lines[0].contains(QStringLiteral("Accept: application/json")));
    }

    void nothingIsWrittenAboveDebug()
    {
        setLogLevel(LogLevel::Info);
        testing::FakeClock clock;
        {
            const ExchangeLog log(request(), clock);
        }
        QVERIFY(lines.isEmpty());
    }

private:
    static Request request()
    {
        Request request;
        request.method = "POST";
        request.url = QUrl(QStringLiteral("https://admin:s3cret@cloud.test/v3/auth/tokens?limit=5&sig=s3cret#s3cret"));
        request.headers = {{"Accept", "application/json"},
                           {"X-Auth-Token", "s3cret"},
                           {"x-subject-token", "s3cret"},
                           {"Authorization", "Basic s3cret"},
                           {"X-Anything-New", "s3cret"}};
        request.body = R"({"password": "s3cret"})";
        return request;
    }

    QtMessageHandler m_before = nullptr;
};

IMAGEBUILDER_TEST(ExchangeLogTest, "exchangelog")
#include "exchangelogtest.moc"
