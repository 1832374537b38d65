// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "sourcefixture.h"
#include "support/testmain.h"

using namespace imagebuilder;
using testing::SourceFixture;

/// The mirror is one file of this machine, named with its own checksum.
class LocalMirrorTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QString &name, const QByteArray &bytes) const
    {
        const auto path = m_folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }
    static QByteArray sum(const QByteArray &bytes)
    {
        return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    }
    QStringList operatorsFiles() const { return QDir(m_folder.path()).entryList(QDir::Files, QDir::Name); }

private Q_SLOTS:
    void aFileWithItsChecksumInTheAddressNeedsNoList()
    {
        SourceFixture fixture;
        const auto bytes = SourceFixture::image('o');
        fixture.options.mirror = QUrl::fromLocalFile(write("own.img", bytes));
        fixture.options.mirror.setFragment(QStringLiteral("sha256=") + QString::fromLatin1(sum(bytes)));
        const auto before = operatorsFiles();
        const auto file = fixture.fetch();
        QVERIFY2(file, qPrintable(file ? QString() : file.error().message()));
        QCOMPARE(SourceFixture::read(file->path), bytes);
        QVERIFY(file->path.startsWith(fixture.cache()));
        QCOMPARE(operatorsFiles(), before);
        QCOMPARE(SourceFixture::read(m_folder.filePath("own.img")), bytes);
    }

    void aListBesideItServesTooAndIsCheckedLikeAnyOther()
    {
        SourceFixture fixture;
        const auto bytes = SourceFixture::image('o');
        fixture.options.mirror = QUrl::fromLocalFile(write("noble.img", bytes));
        write("noble.img.sha256", sum(bytes) + "  noble.img\n");
        QCOMPARE(fixture.fetch().error().kind(), ErrorKind::NotFound); // of the signature
        fixture.options.checkSignature = false;
        const auto file = fixture.fetch();
        QVERIFY2(file, qPrintable(file ? QString() : file.error().message()));
        QCOMPARE(file->sha256, sum(bytes));
    }

    void case17_aWrongChecksumLeavesTheOperatorsFileWhereItIs()
    {
        SourceFixture fixture;
        const auto path = write("wrong.img", SourceFixture::image('w'));
        fixture.options.mirror = QUrl::fromLocalFile(path);
        fixture.options.mirror.setFragment(QStringLiteral("sha256=") + QString(64, u'a'));
        QCOMPARE(fixture.fetch().error().kind(), ErrorKind::Protocol);
        QCOMPARE(SourceFixture::read(path), SourceFixture::image('w'));
        QVERIFY(fixture.cached(QStringLiteral("part")).isEmpty());
    }

    void aFileForAnotherReleaseOrArchitectureIsRefusedByItsName_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("release") << QStringLiteral("jammy-server-cloudimg-amd64.img");
        QTest::newRow("architecture") << QStringLiteral("noble-server-cloudimg-s390x.img");
    }
    void aFileForAnotherReleaseOrArchitectureIsRefusedByItsName()
    {
        QFETCH(const QString, name);
        SourceFixture fixture;
        fixture.options.mirror = QUrl::fromLocalFile(write(name, "bytes"));
        const auto file = fixture.fetch();
        QCOMPARE(file.error().kind(), ErrorKind::Config);
        QVERIFY2(file.error().message().contains(name), qPrintable(file.error().message()));
    }

    void aPathWhereNothingIsIsNamed()
    {
        SourceFixture fixture;
        fixture.options.mirror = QUrl::fromLocalFile(QStringLiteral("/no/such/mirror"));
        const auto file = fixture.fetch();
        QCOMPARE(file.error().kind(), ErrorKind::NotFound);
        QVERIFY(file.error().message().contains(u"/no/such/mirror"));
    }
};

IMAGEBUILDER_TEST(LocalMirrorTest, "localmirror")
#include "localmirrortest.moc"
