// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "images/archive.h"

#include "images/content.h"
#include "sourcefixture.h"
#include "support/testmain.h"

#include <QtCore/QProcess>

using namespace imagebuilder;
using testing::SourceFixture;

namespace {

/// Python's beginning of every archive below: `image` holds the bytes, `out` is the path.
const QByteArray preamble = R"(
import bz2, gzip, io, lzma, struct, sys, tarfile, zipfile
out, image = sys.argv[1], open(sys.argv[2], 'rb').read()
def write(data):
    open(out, 'wb').write(data)
def tar(*members, **more):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode='w', format=more.get('format', tarfile.GNU_FORMAT)) as archive:
        for name, data, kind, target in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, target, len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()
def file(name, data=image):
    return (name, data, tarfile.REGTYPE, '')
def zstd(data):
    # RFC 8878: magic, a head with a window of 1 MiB, then stored blocks of up to 128 KiB.
    frame, step = b'\x28\xb5\x2f\xfd\x00\x50', 1 << 17
    for at in range(0, len(data), step):
        piece = data[at:at + step]
        frame += struct.pack('<I', len(piece) << 3 | (at + step >= len(data)))[:3] + piece
    return frame
)";

/// What unpackImage wrote.
class Collector final : public http::BodySink
{
public:
    [[nodiscard]] Task<Result<void>> write(QByteArray piece, std::stop_token) override
    {
        bytes += piece;
        largest = std::max(largest, piece.size());
        co_return Result<void>{};
    }
    QByteArray bytes;
    qsizetype largest = 0;
};

} // namespace

/// With archives that Python makes.
class ArchiveTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    testing::FakeClock m_clock;
    std::shared_ptr<Collector> m_image;
    images::UnpackLimits m_limits;
    QByteArray m_bytes = SourceFixture::image('z');

    Result<bool> unpack(const QByteArray &program)
    {
        QFile image(m_folder.filePath("image"));
        if (!image.open(QIODevice::WriteOnly) || image.write(m_bytes) != m_bytes.size())
            qFatal("no image could be written");
        image.close();
        QProcess python;
        python.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        python.start("python3", {"-", m_folder.filePath("archive"), image.fileName()});
        python.write(preamble + program);
        python.closeWriteChannel();
        if (!python.waitForFinished() || python.exitCode() != 0)
            qFatal("python3 made no archive");
        m_image = std::make_shared<Collector>();
        return QCoro::waitFor(images::unpackImage(m_folder.filePath("archive"), m_folder.filePath("scratch"), m_image,
                                                  m_limits, m_clock, {}));
    }

private Q_SLOTS:
    void init()
    {
        m_clock.setAutoAdvance(true);
        m_limits = {};
    }
    void cleanup() { QVERIFY(!QFile::exists(m_folder.filePath("scratch"))); }

    void theImageInsideIsUnpacked_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::newRow("gz") << QByteArray("write(gzip.compress(image))");
        QTest::newRow("gz in two members")
            << QByteArray("write(gzip.compress(image[:1000]) + gzip.compress(image[1000:]))");
        QTest::newRow("bz2") << QByteArray("write(bz2.compress(image))");
        QTest::newRow("xz") << QByteArray("write(lzma.compress(image))");
        QTest::newRow("zst") << QByteArray("write(zstd(image))");
        QTest::newRow("tar") << QByteArray("write(tar(file('README', b'hi'), file('a/b/disk.img')))");
        QTest::newRow("tar of POSIX") << QByteArray(
            "write(tar(file('a/' + 'x' * 150 + '.img'), format=tarfile.PAX_FORMAT))");
        QTest::newRow("tar, a long name") << QByteArray("write(tar(file('a/' + 'x' * 150 + '.img')))");
        QTest::newRow("tar, one file whatever its name") << QByteArray("write(tar(file('disk')))");
        QTest::newRow("tar.gz") << QByteArray("write(gzip.compress(tar(file('disk.img'))))");
        QTest::newRow("tar.xz") << QByteArray("write(lzma.compress(tar(file('disk.qcow2'))))");
        QTest::newRow("tar.zst") << QByteArray("write(zstd(tar(file('disk.raw'))))");
        QTest::newRow("zip") << QByteArray("z = zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED)\n"
                                           "z.writestr('README', 'hi'); z.writestr('a/disk.img', image); z.close()");
        QTest::newRow("zip, stored") << QByteArray("z = zipfile.ZipFile(out, 'w')\n"
                                                   "z.writestr('disk.img', image); z.close()");
    }
    void theImageInsideIsUnpacked()
    {
        QFETCH(const QByteArray, program);
        const auto packed = unpack(program);
        QVERIFY2(packed, qPrintable(packed ? QString() : packed.error().message()));
        QVERIFY(*packed);
        QVERIFY(m_image->bytes == m_bytes);
        QVERIFY2(m_image->largest <= 1 << 20, "it comes in pieces");
    }

    void whatIsNoArchiveIsLeftAlone()
    {
        QVERIFY(!*unpack("write(image)"));
        QVERIFY(m_image->bytes.isEmpty());
    }

    void noneOrSeveralImagesAreListed()
    {
        const auto several = unpack("write(tar(file('one.img'), file('two.img')))");
        QCOMPARE(several.error().kind(), ErrorKind::Protocol);
        QVERIFY2(several.error().text().contains(u"one.img, two.img"), qPrintable(several.error().text()));
        const auto none = unpack("write(tar(file('README', b'hi'), file('LICENSE', b'hi')))");
        QVERIFY2(none.error().text().contains(u"LICENSE"), qPrintable(none.error().text()));
    }

    void whatIsHostileOrBrokenIsRefused_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::addColumn<QString>("why");
        const auto out = QStringLiteral("leads out");
        const auto broken = QStringLiteral("damaged or cut off");
        QTest::newRow("absolute name") << QByteArray("write(tar(file('/etc/disk.img')))") << out;
        QTest::newRow("dots") << QByteArray("write(tar(file('a/../../disk.img')))") << out;
        QTest::newRow("dots in a long name") << QByteArray("write(tar(file('../' + 'x' * 150 + '.img')))") << out;
        QTest::newRow("link out") << QByteArray("write(tar(('disk.img', b'', tarfile.SYMTYPE, '/etc/shadow')))") << out;
        QTest::newRow("hard link out") << QByteArray(
                                              "write(tar(file('a.img'), ('b.img', b'', tarfile.LNKTYPE, '../x')))")
                                       << out;
        QTest::newRow("dots in a compressed one")
            << QByteArray("write(gzip.compress(tar(file('../disk.img'))))") << out;
        QTest::newRow("dots in a zip") << QByteArray("z = zipfile.ZipFile(out, 'w')\n"
                                                     "z.writestr('../disk.img', image); z.close()")
                                       << out;
        QTest::newRow("too many entries")
            << QByteArray("write(tar(*[file('f%d' % i, b'') for i in range(2000)]))") << QStringLiteral("1000 entries");
        QTest::newRow("too many in a zip") << QByteArray("z = zipfile.ZipFile(out, 'w')\n"
                                                         "for i in range(2000): z.writestr('f%d' % i, b'')\nz.close()")
                                           << QStringLiteral("1000 entries");
        QTest::newRow("cut xz") << QByteArray("write(lzma.compress(image)[:-100])") << broken;
        QTest::newRow("cut gz") << QByteArray("write(gzip.compress(image)[:-100])") << broken;
        QTest::newRow("cut tar") << QByteArray("write(tar(file('disk.img'))[:2000000])") << broken;
        QTest::newRow("wrong bytes") << QByteArray(
                                            "b = bytearray(gzip.compress(image)); b[500:600] = bytes(100); write(b)")
                                     << broken;
    }
    void whatIsHostileOrBrokenIsRefused()
    {
        QFETCH(const QByteArray, program);
        QFETCH(const QString, why);
        const auto packed = unpack(program);
        QVERIFY(!packed);
        QCOMPARE(packed.error().kind(), ErrorKind::Protocol);
        QVERIFY2(packed.error().message().contains(why), qPrintable(packed.error().message()));
    }

    void bombsEndAtTheLimit_data()
    {
        QTest::addColumn<QByteArray>("program");
        QTest::newRow("gz") << QByteArray("write(gzip.compress(bytes(50 << 20)))");
        QTest::newRow("xz") << QByteArray("write(lzma.compress(bytes(50 << 20)))");
        QTest::newRow("tar.gz") << QByteArray("write(gzip.compress(tar(file('disk.img', bytes(50 << 20)))))");
        QTest::newRow("zip") << QByteArray("z = zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED)\n"
                                           "z.writestr('disk.img', bytes(50 << 20)); z.close()");
    }
    void bombsEndAtTheLimit()
    {
        QFETCH(const QByteArray, program);
        m_limits.bytes = 4LL << 20;
        const auto packed = unpack(program);
        QCOMPARE(packed.error().kind(), ErrorKind::Protocol);
        QVERIFY2(packed.error().text().contains(u"more than 4 MiB"), qPrintable(packed.error().text()));
        QVERIFY(m_image->bytes.size() <= m_limits.bytes);
    }

    void formatsAreToldApartByContent()
    {
        const auto formatOf = [this](const QByteArray &head) {
            QFile file(m_folder.filePath("disk"));
            if (!file.open(QIODevice::WriteOnly) || file.write(head + QByteArray(600, 0)) < 0)
                qFatal("no disk could be written");
            file.close();
            return images::diskFormatOf(file.fileName());
        };
        QCOMPARE(*formatOf(QByteArray("QFI\xfb\0\0\0\3", 8)), QStringLiteral("qcow2"));
        QCOMPARE(*formatOf(QByteArray(446, '\x90')), QStringLiteral("raw"));
        QCOMPARE(formatOf("KDMV").error().kind(), ErrorKind::Protocol);
        QCOMPARE(formatOf(QByteArray("PK\3\4", 4)).error().kind(), ErrorKind::Protocol);
        const auto backed = QByteArray("QFI\xfb\0\0\0\3\0\0\0\0\0\0\x02\0", 16);
        QVERIFY(formatOf(backed).error().text().contains(u"refers to another file"));
    }
};

IMAGEBUILDER_TEST(ArchiveTest, "archive")
#include "archivetest.moc"
