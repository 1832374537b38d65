// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "sourcefixture.h"
#include "support/testmain.h"

#include <QtCore/QStorageInfo>

#include <sys/resource.h>

#include <csignal>

using namespace imagebuilder;
using testing::SourceFixture;

/// From a mirror folder of this machine; what only a network does is in basehttptest.cpp.
class BaseImageSourceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFileIsFetchedOnceAndItsSignerTold()
    {
        SourceFixture fixture;
        qint64 done = 0;
        qint64 total = 0;
        const auto first = fixture.fetch([&](qint64 bytes, qint64 all) { done = bytes, total = all; });
        QVERIFY2(first, qPrintable(first ? QString() : first.error().message()));
        QVERIFY(first->fetched);
        QCOMPARE(SourceFixture::read(first->path), SourceFixture::image('a'));
        QCOMPARE(first->size, 3000000);
        QCOMPARE(first->signer.fingerprint.size(), 40);
        QCOMPARE(first->signer.userId, QStringLiteral("imagebuilder test mirror"));
        QCOMPARE(done, 3000000);
        QCOMPARE(total, 3000000);
        const auto second = fixture.fetch();
        QVERIFY(!second->fetched);
        QCOMPARE(second->path, first->path);
        QCOMPARE(second->sha256, first->sha256);
        QVERIFY(second->warning.isEmpty());
    }

    void whatUpstreamNamesIsKnownWithoutTheFile()
    {
        SourceFixture fixture;
        images::BaseImageSource source(fixture.options, fixture.silent, fixture.clock);
        const auto sum = QCoro::waitFor(source.upstreamSha256(fixture.release, fixture.arch, {}));
        QCOMPARE(*sum, QCryptographicHash::hash(SourceFixture::image('a'), QCryptographicHash::Sha256).toHex());
        QVERIFY(!QDir(fixture.cache()).exists());
    }

    void ofNewerFilesTheLastAndOneOlderStay()
    {
        SourceFixture fixture;
        const auto oldest = fixture.fetch();
        fixture.mirror.publish(SourceFixture::image('b'));
        const auto old = fixture.fetch();
        QVERIFY(QFile::exists(oldest->path));
        fixture.mirror.publish(SourceFixture::image('c'));
        const auto fresh = fixture.fetch();
        QVERIFY(fresh->fetched);
        QCOMPARE(SourceFixture::read(fresh->path), SourceFixture::image('c'));
        QVERIFY(QFile::exists(old->path));
        QVERIFY(!QFile::exists(oldest->path));
        QCOMPARE(fixture.cached(QStringLiteral("img")).size(), 2);
        QCOMPARE(fixture.cached(QStringLiteral("json")).size(), 2);
    }

    void theSerialIsWhatUpstreamsNoteSaysElseTheNewestFolderWithTheSameList()
    {
        SourceFixture fixture;
        images::BaseImageSource source(fixture.options, fixture.silent, fixture.clock);
        const auto serial = [&] {
            return QCoro::waitFor(source.upstream(fixture.release, fixture.arch, {}))->serial;
        };
        QCOMPARE(serial(), QString());
        const QDir noble(fixture.mirror.file(QStringLiteral("noble")));
        QVERIFY(noble.mkpath(QStringLiteral("20260201.1")));
        QVERIFY2(serial().isEmpty(), "a folder alone proves nothing");
        QVERIFY(QFile::copy(noble.filePath(QStringLiteral("current/SHA256SUMS")),
                            noble.filePath(QStringLiteral("20260201.1/SHA256SUMS"))));
        QCOMPARE(serial(), QStringLiteral("20260201.1"));
        QVERIFY(noble.mkpath(QStringLiteral("current/unpacked")));
        fixture.mirror.overwrite(QStringLiteral("noble/current/unpacked/build-info.txt"),
                                 "orig_prefix=noble\nserial=20260202\n");
        QCOMPARE(serial(), QStringLiteral("20260202"));
        QCOMPARE(fixture.fetch()->serial, QStringLiteral("20260202"));
        QCOMPARE(fixture.fetch()->serial, QStringLiteral("20260202")); // out of the cache
    }

    void case17_aWrongChecksumDeletesTheFileAndKeepsTheLastGoodOne()
    {
        SourceFixture fixture;
        const auto old = fixture.fetch();
        fixture.mirror.publish(SourceFixture::image('b'));
        fixture.mirror.overwrite(fixture.imagePath, "tampered with");
        const auto wrong = fixture.fetch();
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().kind(), ErrorKind::Protocol);
        QVERIFY(fixture.cached(QStringLiteral("part")).isEmpty());
        QCOMPARE(SourceFixture::read(old->path), SourceFixture::image('a'));
    }

    void case17_currentThatMovesDuringTheDownloadIsReadAnew()
    {
        SourceFixture fixture;
        // The image is the new one already, the list still the old one: it moves while we fetch.
        fixture.mirror.overwrite(fixture.imagePath, SourceFixture::image('b'));
        bool moved = false;
        const auto file = fixture.fetch([&](qint64, qint64) {
            if (!std::exchange(moved, true))
                fixture.mirror.publish(SourceFixture::image('b'));
        });
        QVERIFY2(file, qPrintable(file ? QString() : file.error().message()));
        QCOMPARE(SourceFixture::read(file->path), SourceFixture::image('b'));
    }

    void case17_aDatePinsARelease()
    {
        SourceFixture fixture;
        QVERIFY(QDir(fixture.mirror.file(QStringLiteral("noble"))).mkdir(QStringLiteral("20260101")));
        const QDir current(fixture.mirror.file(QStringLiteral("noble/current")));
        for (const auto &name : current.entryList(QDir::Files))
            QVERIFY(QFile::copy(current.filePath(name), current.filePath(QStringLiteral("../20260101/") + name)));
        fixture.mirror.publish(SourceFixture::image('b'));
        const auto newest = fixture.fetch();
        fixture.options.date = QStringLiteral("20260101");
        const auto pinned = fixture.fetch();
        QVERIFY2(pinned, qPrintable(pinned ? QString() : pinned.error().message()));
        QCOMPARE(SourceFixture::read(pinned->path), SourceFixture::image('a'));
        QVERIFY2(QFile::exists(newest->path), "one date's file does not push out another's");
    }

    void case17_aDateThatIsNotThereNamesSomeThatAre()
    {
        SourceFixture fixture;
        const QDir noble(fixture.mirror.file(QStringLiteral("noble")));
        for (const auto *date : {"20251201", "20260101", "20260115.1", "20260201", "20260301", "20260401"})
            QVERIFY(noble.mkdir(QString::fromLatin1(date)));
        fixture.options.date = QStringLiteral("20260120");
        const auto file = fixture.fetch();
        QCOMPARE(file.error().kind(), ErrorKind::NotFound);
        QVERIFY2(file.error().message().contains(
                     u"no release of 20260120; there are 20260101, 20260115.1, 20260201, 20260301, 20260401"),
                 qPrintable(file.error().message()));
    }

    void case17_aMissingListSignatureOrReleaseIsNotFoundEarly_data()
    {
        QTest::addColumn<QString>("missing");
        QTest::newRow("list") << QStringLiteral("SHA256SUMS");
        QTest::newRow("signature") << QStringLiteral("SHA256SUMS.gpg");
        QTest::newRow("image") << QStringLiteral("noble-server-cloudimg-amd64.img");
    }
    void case17_aMissingListSignatureOrReleaseIsNotFoundEarly()
    {
        QFETCH(const QString, missing);
        SourceFixture fixture;
        const auto old = fixture.fetch();
        fixture.mirror.publish(SourceFixture::image('b'));
        QVERIFY(QFile::remove(fixture.mirror.file(QStringLiteral("noble/current/") + missing)));
        const auto file = fixture.fetch();
        QVERIFY(!file);
        QCOMPARE(file.error().kind(), ErrorKind::NotFound);
        QVERIFY(QFile::exists(old->path));
    }

    void aBadSignatureIsAnErrorUnlessTheCheckIsOff()
    {
        SourceFixture fixture;
        const auto list = QStringLiteral("noble/current/SHA256SUMS");
        fixture.mirror.overwrite(list, SourceFixture::read(fixture.mirror.file(list)) + '\n');
        const auto file = fixture.fetch();
        QVERIFY(!file);
        QCOMPARE(file.error().kind(), ErrorKind::Protocol);
        QVERIFY(fixture.cached(QStringLiteral("img")).isEmpty());
        fixture.options.checkSignature = false;
        const auto unchecked = fixture.fetch();
        QVERIFY(unchecked);
        QVERIFY(unchecked->signer.fingerprint.isEmpty());
    }

    void theLastGoodFileServesWhenTheMirrorIsSilentAndSaysSo()
    {
        SourceFixture fixture;
        const auto good = fixture.fetch();
        fixture.options.mirror = QUrl(QStringLiteral("https://mirror.invalid"));
        const auto old = fixture.fetch();
        QVERIFY2(old, qPrintable(old ? QString() : old.error().message()));
        QCOMPARE(old->path, good->path);
        QCOMPARE(old->signer.fingerprint, good->signer.fingerprint);
        QVERIFY(old->warning.contains(u"silent"));
    }

    void aFileThatWasNeverCheckedDoesNotServeWhenTheMirrorIsSilent()
    {
        SourceFixture fixture;
        fixture.options.checkSignature = false;
        QVERIFY(fixture.fetch());
        fixture.options.mirror = QUrl(QStringLiteral("https://mirror.invalid"));
        QVERIFY2(fixture.fetch(), "it does where no check is asked for");
        fixture.options.checkSignature = true;
        QCOMPARE(fixture.fetch().error().kind(), ErrorKind::Unavailable);
    }

    void aCachedFileThatWentBadIsFetchedAgain()
    {
        SourceFixture fixture;
        const auto path = fixture.fetch()->path;
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.write("rot") == 3);
        file.close();
        const auto again = fixture.fetch();
        QVERIFY(again->fetched);
        QCOMPARE(SourceFixture::read(path), SourceFixture::image('a'));
    }

    void aStoppedFetchGoesOnWhereItEnded()
    {
        SourceFixture fixture;
        std::stop_source stop;
        const auto cut = fixture.fetch([&stop](qint64, qint64) { stop.request_stop(); }, stop.get_token());
        QCOMPARE(cut.error().kind(), ErrorKind::Cancelled);
        QCOMPARE(fixture.cached(QStringLiteral("part")).size(), 1);
        qint64 first = 0;
        const auto whole = fixture.fetch([&first](qint64 done, qint64) { first = first == 0 ? done : first; });
        QVERIFY(whole);
        QVERIFY2(first > 1024LL * 1024, "the first piece was not fetched again");
        QCOMPARE(SourceFixture::read(whole->path), SourceFixture::image('a'));
    }

    void fetchesAtOnceFetchOnce()
    {
        SourceFixture fixture;
        fixture.time = &fixture.systemClock;
        std::vector<Task<Result<images::BaseImageFile>>> tasks;
        tasks.reserve(3);
        for (int i = 0; i < 3; ++i)
            tasks.push_back(fixture.start(fixture.silent));
        int fetched = 0;
        for (auto &task : tasks) {
            const auto file = QCoro::waitFor(task);
            QVERIFY2(file, qPrintable(file ? QString() : file.error().message()));
            fetched += file->fetched ? 1 : 0;
        }
        QCOMPARE(fetched, 1);
    }

    void aCacheThatCannotBeWrittenIsNamed()
    {
        SourceFixture fixture;
        fixture.options.cacheFolder = QStringLiteral("/proc/cache");
        const auto file = fixture.fetch();
        QCOMPARE(file.error().kind(), ErrorKind::Storage);
        QVERIFY(file.error().message().contains(u"/proc/cache"));
    }

    void aDiskThatIsTooSmallIsToldBeforeTheDownloadAndOldFilesGoFirst()
    {
        SourceFixture fixture;
        const auto oldest = fixture.fetch();
        fixture.mirror.publish(SourceFixture::image('b'));
        const auto lastGood = fixture.fetch();
        fixture.mirror.publish(SourceFixture::image('c'));
        QFile::remove(fixture.mirror.file(fixture.imagePath));
        QFile huge(fixture.mirror.file(fixture.imagePath)); // a hole of 8 TiB
        QVERIFY(huge.open(QIODevice::WriteOnly));
        if (!huge.resize(8LL << 40) || QStorageInfo(fixture.mirror.folder()).bytesAvailable() > 8LL << 40)
            QSKIP("no file here can be larger than the disk");
        const auto file = fixture.fetch();
        QVERIFY(!file);
        QCOMPARE(file.error().kind(), ErrorKind::Storage);
        QVERIFY2(file.error().message().contains(u"8388608 MiB are needed"), qPrintable(file.error().message()));
        QVERIFY(!QFile::exists(oldest->path));
        QVERIFY(QFile::exists(lastGood->path));
    }

    void aDiskThatFillsUpIsAStorageErrorThatNamesTheFolder()
    {
        SourceFixture fixture;
        // A limit on file size gives write() an error half-way, as a full disk does.
        std::signal(SIGXFSZ, SIG_IGN);
        struct rlimit before = {};
        ::getrlimit(RLIMIT_FSIZE, &before);
        const struct rlimit small = {.rlim_cur = 1500000, .rlim_max = before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
        const auto file = fixture.fetch();
        ::setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!file);
        QCOMPARE(file.error().kind(), ErrorKind::Storage);
        QVERIFY2(file.error().message().contains(fixture.cache()), qPrintable(file.error().message()));
        QVERIFY2(fixture.fetch(), "with room again it goes on");
    }
};

IMAGEBUILDER_TEST(BaseImageSourceTest, "baseimagesource")
#include "baseimagesourcetest.moc"
