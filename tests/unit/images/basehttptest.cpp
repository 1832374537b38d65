// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "http/networktransport.h"
#include "sourcefixture.h"
#include "support/testmain.h"

#include <atomic>

using namespace imagebuilder;
using testing::HttpAnswer;
using testing::HttpRequest;
using testing::HttpServer;
using testing::SourceFixture;

/// From a real web server whose answers go wrong.
class BaseHttpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCutDownloadGoesOnWhereItWasCut()
    {
        SourceFixture fixture;
        const HttpServer server(
            [&fixture, cut = std::make_shared<std::atomic_bool>()](const HttpRequest &request) mutable {
                auto answer = fixture.mirror.answer(request);
                if (isImage(request) && !cut->exchange(true)) {
                    answer.fault = HttpAnswer::Fault::Cut;
                    answer.cutAfter = 1500000;
                }
                return answer;
            });
        const auto file = fetch(fixture, server);
        QVERIFY2(file, qPrintable(file ? QString() : file.error().message()));
        QCOMPARE(SourceFixture::read(file->path), SourceFixture::image('a'));
        QCOMPARE(rangesOf(server).size(), 2);
        const auto range = rangesOf(server).last();
        QVERIFY2(range.startsWith("bytes=") && range != "bytes=0-", range.constData());
    }

    void aServerThatSendsNoPartsStartsOver()
    {
        SourceFixture fixture;
        const HttpServer server(
            [&fixture, cut = std::make_shared<std::atomic_bool>()](const HttpRequest &request) mutable {
                auto whole = request;
                whole.headers.clear();
                auto answer = fixture.mirror.answer(whole);
                answer.headers.clear();
                if (isImage(request) && !cut->exchange(true)) {
                    answer.fault = HttpAnswer::Fault::Cut;
                    answer.cutAfter = 1500000;
                }
                return answer;
            });
        const auto file = fetch(fixture, server);
        QVERIFY2(file, qPrintable(file ? QString() : file.error().message()));
        QCOMPARE(SourceFixture::read(file->path), SourceFixture::image('a'));
        QCOMPARE(rangesOf(server), QByteArrayList({QByteArray(), QByteArray()}));
    }

    void anUnchangedFileIsNotAskedForAgain()
    {
        SourceFixture fixture;
        const HttpServer server([&fixture](const HttpRequest &request) { return fixture.mirror.answer(request); });
        QVERIFY(fetch(fixture, server));
        QVERIFY(!fetch(fixture, server)->fetched);
        QCOMPARE(rangesOf(server).size(), 1);
    }

    void case17_aReleaseThatIsNotThereIsNamed()
    {
        SourceFixture fixture;
        const HttpServer server([](const HttpRequest &) { return HttpAnswer{.status = 404}; });
        const auto file = fetch(fixture, server);
        QCOMPARE(file.error().kind(), ErrorKind::NotFound);
        QVERIFY2(file.error().message().contains(server.url(QStringLiteral("/noble/current/SHA256SUMS")).toString()),
                 qPrintable(file.error().message()));
        QCOMPARE(server.requests().size(), 1);
    }

    void theLastGoodFileServesWhileTheServerIsBroken()
    {
        SourceFixture fixture;
        const auto good = fixture.fetch();
        const HttpServer server([](const HttpRequest &) { return HttpAnswer{.status = 503}; });
        const auto old = fetch(fixture, server);
        QVERIFY2(old, qPrintable(old ? QString() : old.error().message()));
        QCOMPARE(old->path, good->path);
        QVERIFY(old->warning.contains(u"503"));
    }

private:
    static bool isImage(const HttpRequest &request)
    {
        return request.method == "GET" && request.target.endsWith(".img");
    }
    static QByteArrayList rangesOf(const HttpServer &server)
    {
        QByteArrayList ranges;
        for (const auto &request : server.requests())
            if (isImage(request))
                ranges << request.header("Range");
        return ranges;
    }
    static Result<images::BaseImageFile> fetch(SourceFixture &fixture, const HttpServer &server)
    {
        fixture.options.mirror = server.url();
        const auto network = http::NetworkTransport::make({}, fixture.systemClock);
        return QCoro::waitFor(fixture.start(**network));
    }
};

IMAGEBUILDER_TEST(BaseHttpTest, "basehttp")
#include "basehttptest.moc"
