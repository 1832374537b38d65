// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/fanout.h"

#include "base/taskscope.h"
#include "support/fakeclock.h"
#include "support/testmain.h"
#include "wire.h"

using namespace imagebuilder;
using namespace imagebuilder::http;
using namespace imagebuilder::testing;

namespace {

/// What one reader got, and how it ended.
struct Reading
{
    QByteArray bytes;
    Result<void> outcome;
    bool ended = false;
};

Task<void> readAll(std::shared_ptr<BodySource> source, std::shared_ptr<Reading> reading, qint64 most)
{
    while (true) {
        const auto piece = co_await source->read(most, {});
        if (!piece)
            reading->outcome = std::unexpected(piece.error());
        if (!piece || piece->isEmpty())
            break;
        reading->bytes += *piece;
    }
    reading->ended = true;
}

Task<void> writeAll(FanOut &ring, QByteArray bytes, qint64 size)
{
    for (qint64 at = 0; at < bytes.size(); at += size) {
        const auto piece = bytes.mid(at, size);
        const auto written = co_await ring.write(piece, {});
        if (!written)
            co_return;
    }
    ring.finish({});
}

QByteArray numbered(int count)
{
    QByteArray bytes;
    for (int number = 0; number < count; ++number)
        bytes += QByteArray::number(number) + ' ';
    return bytes;
}

} // namespace

class FanOutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachReaderGetsAllInOrder()
    {
        FanOut ring(3, m_clock, {.ring = 1000});
        const auto bytes = numbered(5000);
        std::vector<std::shared_ptr<Reading>> readings;
        TaskScope scope;
        for (const qint64 most : {1, 300, 5000}) {
            readings.push_back(std::make_shared<Reading>());
            scope.spawn(readAll(ring.takeReader(), readings.back(), most));
        }
        // Larger than the ring, too.
        scope.spawn(writeAll(ring, bytes, 1700));
        QCoro::waitFor(scope.drain());
        for (const auto &reading : readings) {
            QVERIFY(reading->outcome);
            QCOMPARE(reading->bytes, bytes);
        }
        QCOMPARE(ring.written(), bytes.size());
        QVERIFY(!ring.takeReader());
    }

    void theWriterWaitsForRoom()
    {
        FanOut ring(1, m_clock, {.ring = 1000});
        const auto source = ring.takeReader();
        TaskScope scope;
        scope.spawn(writeAll(ring, numbered(1000), 100));
        QCOMPARE(ring.written(), 1000);
        QCOMPARE(QCoro::waitFor(source->read(250, {}))->size(), 100);
        QTRY_COMPARE(ring.written(), 1100);
        auto reading = std::make_shared<Reading>();
        scope.spawn(readAll(source, reading, 1000));
        QCoro::waitFor(scope.drain());
        QCOMPARE(reading->bytes.size() + 100, ring.written());
    }

    void aReaderThatStandsStillLeavesAndTheOthersGoOn()
    {
        FanOut ring(2, m_clock, {.ring = 1000, .patience = seconds(30)});
        const auto slow = ring.takeReader();
        auto reading = std::make_shared<Reading>();
        const auto bytes = numbered(2000);
        TaskScope scope;
        scope.spawn(readAll(ring.takeReader(), reading, 1000));
        scope.spawn(writeAll(ring, bytes, 100));
        QTRY_COMPARE(reading->bytes.size(), 1000); // now it waits for the other one
        m_clock.advance(seconds(29));
        QCoreApplication::processEvents();
        QCOMPARE(ring.readers(), 2);
        m_clock.advance(seconds(2));
        QCoro::waitFor(scope.drain());
        QCOMPARE(reading->bytes, bytes);
        const auto late = QCoro::waitFor(slow->read(100, {}));
        QVERIFY(!late);
        QCOMPARE(late.error().kind(), ErrorKind::Timeout);
    }

    void aSlowOriginIsNobodysFault()
    {
        FanOut ring(2, m_clock, {.ring = 1000, .patience = seconds(30)});
        const auto slow = ring.takeReader();
        auto reading = std::make_shared<Reading>();
        TaskScope scope;
        scope.spawn(readAll(ring.takeReader(), reading, 1000));
        for (int round = 0; round < 5; ++round) {
            QVERIFY(QCoro::waitFor(ring.write(QByteArray(100, 'x'), {})));
            m_clock.advance(seconds(20));
        }
        QCOMPARE(ring.readers(), 2);
        QCOMPARE(QCoro::waitFor(slow->read(1000, {}))->size(), 100);
        ring.finish({});
        QCoro::waitFor(scope.drain());
        QCOMPARE(reading->bytes.size(), 500);
    }

    void withoutReadersThereIsNothingToWriteFor()
    {
        FanOut ring(2, m_clock, {.ring = 100});
        auto first = ring.takeReader();
        auto second = ring.takeReader();
        QVERIFY(QCoro::waitFor(ring.write(QByteArray(100, 'x'), {})));
        auto waiting = ring.write(QByteArray(100, 'x'), {});
        first.reset();
        QCOMPARE(ring.readers(), 1);
        second.reset();
        const auto written = QCoro::waitFor(std::move(waiting));
        QVERIFY(!written);
        QCOMPARE(written.error().kind(), ErrorKind::Cancelled);
    }

    void theOriginsErrorReachesTheReaders()
    {
        FanOut ring(1, m_clock);
        const auto source = ring.takeReader();
        auto waiting = source->read(100, {});
        ring.finish(failure(ErrorKind::Protocol, QStringLiteral("cut")));
        const auto read = QCoro::waitFor(std::move(waiting));
        QVERIFY(!read);
        QCOMPARE(read.error().kind(), ErrorKind::Protocol);
    }

    void aRingThatGoesCancelsItsReaders()
    {
        auto ring = std::make_unique<FanOut>(1, m_clock);
        const auto source = ring->takeReader();
        auto waiting = source->read(100, {});
        ring.reset();
        const auto read = QCoro::waitFor(std::move(waiting));
        QVERIFY(!read);
        QCOMPARE(read.error().kind(), ErrorKind::Cancelled);
    }

    void aStopEndsWritingAndReading()
    {
        FanOut ring(1, m_clock, {.ring = 100});
        const auto source = ring.takeReader();
        std::stop_source stop;
        auto reading = source->read(100, stop.get_token());
        QTimer::singleShot(0, [&stop] { stop.request_stop(); });
        QCOMPARE(QCoro::waitFor(std::move(reading)).error().kind(), ErrorKind::Cancelled);
        QVERIFY(QCoro::waitFor(ring.write(QByteArray(100, 'x'), {})));
        stop = {};
        auto writing = ring.write(QByteArray(100, 'x'), stop.get_token());
        QTimer::singleShot(0, [&stop] { stop.request_stop(); });
        QCOMPARE(QCoro::waitFor(std::move(writing)).error().kind(), ErrorKind::Cancelled);
    }

private:
    FakeClock m_clock;
};

IMAGEBUILDER_TEST(FanOutTest, "fanout")
#include "fanouttest.moc"
