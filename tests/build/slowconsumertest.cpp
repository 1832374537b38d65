// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/distribute.h"
#include "build/properties.h"
#include "buildfixture.h"
#include "support/testmain.h"

using namespace imagebuilder;
using namespace imagebuilder::testing;

namespace {

const QStringList four{QStringLiteral("web"), QStringLiteral("batch"), QStringLiteral("lab"), QStringLiteral("mobile")};
const QString fifth = QStringLiteral("far");

QStringList accounts()
{
    QStringList arguments{"--accounts", "builder"};
    for (const auto &consumer : four + QStringList(fifth))
        arguments << "--accounts" << consumer;
    return arguments;
}

} // namespace

/// One consumer of five that is much slower than the others, in time ten times as fast.
class SlowConsumerTest : public QObject
{
    Q_OBJECT

    static constexpr qint64 m_size = 48 << 20; // more than the ring and the kernel's buffers of a connection
    std::unique_ptr<BuildFixture> m_fixture;
    std::unique_ptr<BuildSite> m_site;
    build::ProgressPtr m_build;

    /// A build for these consumers that has its snapshot.
    void begin(const QStringList &consumers)
    {
        m_site = std::make_unique<BuildSite>(m_fixture->place(), consumers);
        m_site->site().options.ringBytes = 1 << 20;
        m_build = m_site->begun();
        const QJsonObject snapshot{{"name", "app-noble-x64"},
                                   {"status", "active"},
                                   {build::property::deployment, m_site->journal().deployment()},
                                   {build::property::build, m_build->id}};
        m_build->snapshotId = m_fixture->plant("builder", snapshot, m_size);
    }
    bool fourAreServed() const
    {
        return std::ranges::all_of(four,
                                   [this](const auto &consumer) { return m_build->delivered.contains(consumer); });
    }
    /// How long the four take with nobody beside them.
    qint64 timeOfTheFourAlone()
    {
        begin(four);
        QElapsedTimer time;
        time.start();
        QCoro::waitFor(build::distribute(m_site->site(), m_build, {}));
        return time.elapsed();
    }

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<BuildFixture>(accounts()); }
    void cleanup()
    {
        m_site.reset();
        m_fixture.reset();
    }

    void case39_fourDoNotWaitForAFifth_data()
    {
        QTest::addColumn<QJsonObject>("fault");
        QTest::newRow("at a hundredth of their rate") << QJsonObject{{"kind", "slow"}};
        QTest::newRow("that reads nothing") << QJsonObject{{"kind", "stall"}, {"bytes", 0}};
    }
    void case39_fourDoNotWaitForAFifth()
    {
        QFETCH(QJsonObject, fault);
        const auto alone = timeOfTheFourAlone();
        QVERIFY(fourAreServed());
        begin(four + QStringList(fifth));
        if (fault.value("kind") == QStringLiteral("slow"))
            fault.insert("bytes", m_size * 1000 / alone / 100);
        fault.insert("method", "PUT");
        fault.insert("path", "/file$");
        fault.insert("project", fifth);
        fault.insert("times", 0);
        m_fixture->cloud.addFault(fault);

        QElapsedTimer time;
        time.start();
        std::stop_source stop;
        auto distributing = build::distribute(m_site->site(), m_build, stop.get_token());
        // The ring's patience is 3 s in this time; the rest is for a machine that is busy.
        constexpr qint64 patience = 3'000;
        constexpr qint64 allowance = 5'000;
        QTRY_VERIFY_WITH_TIMEOUT(fourAreServed(), 2 * alone + patience + allowance);
        qInfo("four alone: %lld ms, beside a fifth: %lld ms", alone, time.elapsed());
        QVERIFY(!m_build->delivered.contains(fifth));
        for (const auto &consumer : four)
            QCOMPARE(m_fixture->builtImages(consumer).last().value("uploads").toInt(), 1);
        QCOMPARE(m_fixture->builtImages("builder").last().value("bytes_read").toInteger(), m_size);
        stop.request_stop();
        QVERIFY(!QCoro::waitFor(std::move(distributing)));
    }
};

IMAGEBUILDER_TEST(SlowConsumerTest, "slowconsumer")
#include "slowconsumertest.moc"
