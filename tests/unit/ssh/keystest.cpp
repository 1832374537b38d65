// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "ssh/keys.h"

#include "support/testmain.h"

#include <QtCore/QDir>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <sys/stat.h>

using namespace imagebuilder;
using namespace imagebuilder::ssh;

class KeysTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNewKeyIsKeptAndReadAgain()
    {
        const QTemporaryDir folder;
        const auto first = keyIn(folder, QStringLiteral("new/folder/key"));
        QVERIFY2(first, qPrintable(first ? QString() : first.error().message()));
        QVERIFY(first->publicKey.startsWith("ssh-ed25519 AAAA"));
        QVERIFY(first->publicKey.endsWith(" imagebuilder test"));
        const auto second = keyIn(folder, QStringLiteral("new/folder/key"));
        QCOMPARE(second->publicKey, first->publicKey);
        const auto files = QDir(folder.filePath(QStringLiteral("new/folder")))
                               .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        QCOMPARE(files, QStringList({QStringLiteral("key"), QStringLiteral("key.pub")}));
    }

    void aRenewedKeyTakesTheOldOnesPlace()
    {
        const QTemporaryDir folder;
        const auto first = keyIn(folder);
        QVERIFY(QCoro::waitFor(renewKeyFiles(first->privateKey, QStringLiteral("imagebuilder test"), {})));
        const auto second = keyIn(folder);
        QVERIFY2(second, qPrintable(second ? QString() : second.error().message()));
        QVERIFY(second->publicKey.startsWith("ssh-ed25519 AAAA"));
        QVERIFY(second->publicKey != first->publicKey);
        QCOMPARE(modeOf(second->privateKey), 0600U);
    }

    void onlyTheOwnerReadsItWhateverTheUmask_data()
    {
        QTest::addColumn<uint>("mask");
        QTest::newRow("none") << 0U;
        QTest::newRow("all of group and others") << 077U;
        QTest::newRow("even the owner's writing") << 0277U;
    }
    void onlyTheOwnerReadsItWhateverTheUmask()
    {
        QFETCH(const uint, mask);
        const QTemporaryDir folder;
        const auto before = ::umask(mask);
        const auto key = keyIn(folder);
        ::umask(before);
        QVERIFY2(key, qPrintable(key ? QString() : key.error().message()));
        QCOMPARE(modeOf(key->privateKey), 0600U);
    }

    void aCopyThatOthersCouldReadIsClosed()
    {
        const QTemporaryDir folder;
        const auto key = keyIn(folder);
        QVERIFY(QFile::setPermissions(key->privateKey, QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther));
        QVERIFY(keyIn(folder));
        QCOMPARE(modeOf(key->privateKey), 0600U);
    }

    void aPublicFileOfAnotherKeyIsMended()
    {
        const QTemporaryDir folder;
        const auto key = keyIn(folder);
        const auto other = keyIn(folder, QStringLiteral("other"));
        QFile::remove(key->privateKey + QStringLiteral(".pub"));
        QFile::copy(other->privateKey + QStringLiteral(".pub"), key->privateKey + QStringLiteral(".pub"));
        QCOMPARE(keyIn(folder)->publicKey, key->publicKey);
        QFile file(key->privateKey + QStringLiteral(".pub"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().trimmed(), key->publicKey);
    }

    void manyAtOnceAgreeOnOneKey()
    {
        const QTemporaryDir folder;
        std::vector<Task<Result<KeyFiles>>> tasks;
        tasks.reserve(6);
        for (int i = 0; i < 6; ++i)
            tasks.push_back(
                ensureKeyFiles(folder.filePath(QStringLiteral("key")), QStringLiteral("imagebuilder test"), {}));
        QByteArrayList keys;
        for (auto &task : tasks)
            keys << QCoro::waitFor(task)->publicKey;
        QCOMPARE(keys.count(keys.first()), 6);
    }

    void aBrokenKeyIsAnErrorAndStays()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("key")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("nonsense") > 0);
        file.close();
        const auto key = keyIn(folder);
        QVERIFY(!key);
        QCOMPARE(key.error().kind(), ErrorKind::Storage);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("nonsense"));
    }

    void aFolderThatCannotBeMadeIsNamed()
    {
        const auto key = QCoro::waitFor(ensureKeyFiles(QStringLiteral("/proc/none/key"), {}, {}));
        QVERIFY(!key);
        QCOMPARE(key.error().kind(), ErrorKind::Storage);
        QVERIFY(key.error().message().contains(u"/proc/none"));
    }

    void theFingerprintIsNovas()
    {
        const QTemporaryDir folder;
        const auto key = keyIn(folder);
        QProcess keygen;
        keygen.start(QStringLiteral("ssh-keygen"), {QStringLiteral("-l"), QStringLiteral("-E"), QStringLiteral("md5"),
                                                    QStringLiteral("-f"), key->privateKey});
        QVERIFY(keygen.waitForFinished());
        const auto said = QString::fromUtf8(keygen.readAllStandardOutput()).split(u' ').at(1);
        QCOMPARE(QStringLiteral("MD5:") + *md5Fingerprint(key->publicKey), said);
    }

    void whatIsNoKeyHasNoFingerprint()
    {
        for (const QByteArray text :
             {"", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIA==", "a b"})
            QCOMPARE(md5Fingerprint(text).error().kind(), ErrorKind::Config);
    }

private:
    static Result<KeyFiles> keyIn(const QTemporaryDir &folder, const QString &name = QStringLiteral("key"))
    {
        return QCoro::waitFor(ensureKeyFiles(folder.filePath(name), QStringLiteral("imagebuilder test"), {}));
    }
    static uint modeOf(const QString &path)
    {
        struct stat status = {};
        ::stat(QFile::encodeName(path).constData(), &status);
        return status.st_mode & 07777U;
    }
};

IMAGEBUILDER_TEST(KeysTest, "keys")
#include "keystest.moc"
