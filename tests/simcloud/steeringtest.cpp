// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/simcloudmember.h"
#include "support/testmain.h"

#include <QtCore/QElapsedTimer>

#include <thread>

using namespace imagebuilder::testing;

class SteeringTest : public QObject
{
    Q_OBJECT

    SimcloudProcess m_cloud{simpleAccounts()};
    SimcloudMember m_builder{m_cloud, QStringLiteral("builder")};
    const QString m_images = QStringLiteral("/image/v2/images");

    qsizetype imageCount() const { return m_cloud.state()[u"images"].toArray().size(); }
    /// Asks in a thread of its own.
    std::jthread askAside(const QByteArray &method, const QJsonObject &body, HttpReply *reply)
    {
        return std::jthread([this, method, body, reply] { *reply = m_builder.ask(method, m_images, body); });
    }

private Q_SLOTS:
    void cleanup() { m_cloud.clearFaults(); }

    void theNthMatchGetsTheStatusAndHeaders()
    {
        m_cloud.addFault({{"method", "GET"},
                          {"path", "/images$"},
                          {"nth", 2},
                          {"kind", "status"},
                          {"status", 429},
                          {"headers", QJsonObject{{"Retry-After", "7"}}}});
        QCOMPARE(m_builder.ask("GET", m_images).status, 200);
        const auto refused = m_builder.ask("GET", m_images);
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.headers.value("retry-after"), "7");
        QCOMPARE(m_builder.ask("GET", m_images).status, 200);
    }

    void aFaultAfterKeepsTheEffect()
    {
        const auto before = imageCount();
        m_cloud.addFault({{"method", "POST"}, {"path", "/images$"}, {"kind", "reset"}, {"when", "after"}});
        QCOMPARE(m_builder.ask("POST", m_images, {{"name", "lost answer"}}).status, 0);
        QCOMPARE(imageCount(), before + 1);
        m_cloud.addFault({{"method", "POST"}, {"path", "/images$"}, {"kind", "close"}});
        QCOMPARE(m_builder.ask("POST", m_images, {{"name", "never made"}}).status, 0);
        QCOMPARE(imageCount(), before + 1);
    }

    void answersCanBeCutOrSpoilt()
    {
        m_cloud.addFault({{"path", "/images$"}, {"kind", "cut"}, {"bytes", 10}});
        const auto cut = m_builder.ask("GET", m_images);
        QCOMPARE(cut.body.size(), 10);
        QVERIFY(!cut.whole);
        m_cloud.addFault({{"path", "/images$"}, {"kind", "malformed"}});
        QVERIFY(m_builder.ask("GET", m_images).json().isEmpty());
        m_cloud.addFault({{"path", "/images$"}, {"kind", "html"}});
        const auto page = m_builder.ask("GET", m_images);
        QCOMPARE(page.status, 502);
        QCOMPARE(page.headers.value("content-type"), "text/html");
    }

    void aHangEndsWhenFaultsAreCleared()
    {
        m_cloud.addFault({{"path", "/images$"}, {"kind", "hang"}, {"times", 0}});
        HttpReply reply{.status = -1, .headers = {}, .body = {}};
        {
            const auto aside = askAside("GET", {}, &reply);
            while (m_cloud.steer("GET", "faults")[u"faults"][0][u"seen"].toInt() == 0) {
            }
            m_cloud.clearFaults();
        }
        QCOMPARE(reply.status, 0);
    }

    void slowUploadsOfOneProjectTakeTheirTime()
    {
        m_cloud.addFault(
            {{"method", "PUT"}, {"path", "/file$"}, {"project", "builder"}, {"kind", "slow"}, {"bytes", 1'000'000}});
        const auto made = m_builder.ask("POST", m_images, {{"disk_format", "raw"}, {"container_format", "bare"}});
        QElapsedTimer timer;
        timer.start();
        const auto file = m_images + u'/' + made.json()[u"id"].toString() + QStringLiteral("/file");
        const auto sent =
            m_builder.send("PUT", file, QByteArray(300'000, 'x'), {{"Content-Type", "application/octet-stream"}});
        QCOMPARE(sent.status, 204);
        QVERIFY2(timer.elapsed() >= 250, "the upload was not slowed down");
    }

    void aStalledUploadLeavesTheImageQueued()
    {
        const auto made = m_builder.ask("POST", m_images,
                                        {{"name", "stalled"}, {"disk_format", "raw"}, {"container_format", "bare"}});
        const auto image = m_images + u'/' + made.json()[u"id"].toString();
        m_cloud.addFault({{"method", "PUT"}, {"path", "/file$"}, {"kind", "stall"}, {"bytes", 100'000}});
        HttpReply reply{.status = -1, .headers = {}, .body = {}};
        {
            const std::jthread aside([&] {
                reply = m_builder.send("PUT", image + QStringLiteral("/file"), QByteArray(300'000, 'x'),
                                       {{"Content-Type", "application/octet-stream"}});
            });
            while (m_cloud.element("images", "stalled")[u"bytes_written"].toInteger() < 100'000) {
            }
            QCOMPARE(m_builder.ask("GET", image).json()[u"status"].toString(), u"saving");
            m_cloud.clearFaults();
        }
        QCOMPARE(reply.status, 0);
        QCOMPARE(m_builder.ask("GET", image).json()[u"status"].toString(), u"queued");
    }

    void aRequestIsHeldBeforeOrAfterItIsDone_data()
    {
        QTest::addColumn<QString>("when");
        QTest::addColumn<bool>("drop");
        QTest::addColumn<int>("madeWhileHeld");
        QTest::addColumn<int>("madeAtLast");
        QTest::addColumn<int>("status");
        QTest::newRow("before") << "before" << false << 0 << 1 << 201;
        QTest::newRow("before, dropped") << "before" << true << 0 << 0 << 0;
        QTest::newRow("after") << "after" << false << 1 << 1 << 201;
        QTest::newRow("after, dropped") << "after" << true << 1 << 1 << 0;
    }

    void aRequestIsHeldBeforeOrAfterItIsDone()
    {
        QFETCH(QString, when);
        QFETCH(bool, drop);
        const auto before = imageCount();
        const int hold = m_cloud.addHold({{"method", "POST"}, {"path", "/images$"}, {"when", when}});
        HttpReply reply{.status = -1, .headers = {}, .body = {}};
        {
            const auto aside = askAside("POST", {{"name", "held"}}, &reply);
            QVERIFY(m_cloud.waitUntilHeld(hold)[u"request"].toInt() > 0);
            QTEST(static_cast<int>(imageCount() - before), "madeWhileHeld");
            m_cloud.release(hold, drop);
        }
        QTEST(static_cast<int>(imageCount() - before), "madeAtLast");
        QTEST(reply.status, "status");
    }

    void requestsAreNumberedWithTheirRoutes()
    {
        const auto last = m_cloud.requests().last().toObject()[u"number"].toInteger();
        m_builder.ask("GET", m_images + QStringLiteral("/none?x=1"));
        const auto seen = m_cloud.requests(last);
        QCOMPARE(seen.size(), 1);
        const QJsonObject wanted{{"number", last + 1},
                                 {"method", "GET"},
                                 {"route", "/image/v2/images/{id}"},
                                 {"path", "/image/v2/images/none?x=1"},
                                 {"project", "builder"},
                                 {"done", true},
                                 {"status", 404}};
        QCOMPARE(seen[0].toObject(), wanted);
    }
};

IMAGEBUILDER_TEST(SteeringTest, "steering")

#include "steeringtest.moc"
