// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/responsereader.h"

#include "support/testmain.h"
#include "wire.h"

using namespace imagebuilder;
using namespace imagebuilder::http;
using namespace imagebuilder::testing;

class ResponseReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerIsReadHoweverItsBytesComeInPieces_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("counted") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello") << 200
                                 << QByteArray("hello");
        QTest::newRow("no reason") << QByteArray("HTTP/1.1 204\r\n\r\n") << 204 << QByteArray();
        QTest::newRow("interim") << QByteArray(
                                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Made\r\nContent-Length: 0\r\n\r\n")
                                 << 201 << QByteArray();
        QTest::newRow("chunked") << QByteArray("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n"
                                               "5;x=y\r\nhello\r\nB\r\n, there you\r\n0\r\nTrailer: x\r\n\r\n")
                                 << 200 << QByteArray("hello, there you");
        QTest::newRow("until its end") << QByteArray("HTTP/1.0 200 OK\r\n\r\nhello") << 200 << QByteArray("hello");
    }

    void anAnswerIsReadHoweverItsBytesComeInPieces()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        for (const auto size : {static_cast<qsizetype>(1), static_cast<qsizetype>(7), bytes.size()}) {
            ResponseReader reader({}, ResponseReader::Body::Expected);
            for (qsizetype at = 0; at < bytes.size(); at += size)
                QVERIFY(reader.feed(bytes.mid(at, size)));
            QVERIFY(reader.end(QStringLiteral("closed")));
            QVERIFY(reader.isComplete());
            const auto response = reader.takeResponse();
            QCOMPARE(response.status, status);
            QCOMPARE(response.body, body);
        }
    }

    void whatIsNoHttpIsAProtocolError_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("ssh") << QByteArray("SSH-2.0-OpenSSH\r\n\r\n");
        QTest::newRow("http 2") << QByteArray("HTTP/2 200\r\n\r\n");
        QTest::newRow("status") << QByteArray("HTTP/1.1 ok\r\n\r\n");
        QTest::newRow("header") << QByteArray("HTTP/1.1 200 OK\r\n: x\r\n\r\n");
        QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n");
        QTest::newRow("coding") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n");
        QTest::newRow("chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n");
        QTest::newRow("long chunk") << QByteArray(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nhello\r\n");
        QTest::newRow("endless head") << "HTTP/1.1 200 OK\r\nX: " + QByteArray(100'000, 'x');
        QTest::newRow("endless line") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
                                             QByteArray(100'000, '1');
        QTest::newRow("too large") << "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + QByteArray(1001, 'x');
    }

    void whatIsNoHttpIsAProtocolError()
    {
        QFETCH(const QByteArray, bytes);
        ResponseReader reader({.maxBody = 1000}, ResponseReader::Body::Expected);
        const auto fed = reader.feed(bytes);
        QVERIFY(!fed);
        QCOMPARE(fed.error().kind(), ErrorKind::Protocol);
    }

    void anEndThatComesTooEarlyIsTold()
    {
        ResponseReader nothing({}, ResponseReader::Body::Expected);
        QCOMPARE(nothing.end(QStringLiteral("closed")).error().kind(), ErrorKind::Unavailable);
        ResponseReader cut({}, ResponseReader::Body::Expected);
        QVERIFY(cut.feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe"));
        QCOMPARE(cut.end(QStringLiteral("closed")).error().kind(), ErrorKind::Protocol);
    }

    void aStreamedBodyHasNoLimitAndAnErrorsBodyHas()
    {
        ResponseReader streamed({.maxBody = 3}, ResponseReader::Body::Streamed);
        QVERIFY(streamed.feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"));
        QCOMPARE(streamed.takeBody(), "hell");
        QVERIFY(streamed.feed("o"));
        QCOMPARE(streamed.takeBody(), "o");
        QVERIFY(streamed.isComplete());
        ResponseReader error({.maxBody = 3}, ResponseReader::Body::Streamed);
        QVERIFY(!error.feed("HTTP/1.1 500 Oh\r\nContent-Length: 5\r\n\r\nhell"));
    }
};

IMAGEBUILDER_TEST(ResponseReaderTest, "responsereader")
#include "responsereadertest.moc"
