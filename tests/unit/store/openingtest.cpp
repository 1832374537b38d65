// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journal.h"
#include "support/fakeclock.h"
#include "support/testmain.h"

#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <sys/stat.h>
#include <unistd.h>

using namespace imagebuilder;
using namespace imagebuilder::store;
using Access = Journal::Access;

namespace {
const char *const fullDisk = "IMAGEBUILDER_TEST_FULL_DISK";

int modeOf(const QString &path)
{
    struct stat seen{};
    return ::stat(QFile::encodeName(path).constData(), &seen) == 0 ? seen.st_mode & 07777 : -1;
}

/// Root ignores modes; nobody does not.
struct AsNobody
{
    AsNobody() { wasRoot = ::geteuid() == 0 && ::seteuid(65534) == 0; }
    ~AsNobody()
    {
        if (wasRoot && ::seteuid(0) != 0)
            std::abort();
    }
    bool wasRoot = false;
};
} // namespace

class OpeningTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_top = std::make_unique<QTemporaryDir>();
        m_folder = m_top->filePath(QStringLiteral("a/ä ?#%/state"));
        m_path = m_folder + QStringLiteral("/journal.db");
    }

    void folderAndFileAreClosedToOthersWithoutAnyUmask()
    {
        for (const mode_t mask : {mode_t(0), mode_t(077)}) {
            init();
            const auto before = ::umask(mask);
            auto journal = Journal::open(m_folder, Access::ReadWrite, m_clock);
            ::umask(before);
            QVERIFY(journal);
            QCOMPARE(modeOf(m_folder), 0700);
            QCOMPARE(modeOf(m_top->filePath(QStringLiteral("a"))), 0700);
            QCOMPARE(modeOf(m_path), 0640);
            QCOMPARE(modeOf(m_path + QStringLiteral("-wal")), 0640);
        }
    }

    void aReaderOfNothingSeesAnEmptyJournalAndMakesNoFile()
    {
        auto reader = Journal::open(m_folder, Access::ReadOnly, m_clock);
        QVERIFY2(reader, qPrintable(reader ? QString() : reader.error().message()));
        QVERIFY((*reader)->builds(0)->isEmpty());
        QVERIFY(!QFileInfo::exists(m_folder));
        addBuilds(1);
        QCOMPARE((*reader)->builds(0)->size(), 1);
    }

    void aReaderOfAJournalThatIsJustBeingMadeSeesItOnceItIs()
    {
        QVERIFY(QDir().mkpath(m_folder));
        QFile blank(m_path);
        QVERIFY(blank.open(QIODevice::WriteOnly));
        const auto reader = Journal::open(m_folder, Access::ReadOnly, m_clock);
        QVERIFY2(reader, reader ? "" : qPrintable(reader.error().message()));
        const auto none = (*reader)->builds(0);
        QVERIFY2(none, none ? "" : qPrintable(none.error().message()));
        QVERIFY(none->isEmpty());
        addBuilds(2);
        QCOMPARE((*reader)->builds(0)->size(), 2);
    }

    void aReaderWithoutWritePermissionFollowsTheWriters()
    {
        addBuilds(1);
        for (const auto &folder : {m_top->path(), m_top->filePath(QStringLiteral("a")),
                                   m_top->filePath(QStringLiteral("a/ä ?#%")), m_folder})
            ::chmod(QFile::encodeName(folder).constData(), 0755);
        ::chmod(QFile::encodeName(m_path).constData(), 0444);
        std::unique_ptr<Journal> reader;
        {
            const AsNobody nobody;
            auto opened = Journal::open(m_folder, Access::ReadOnly, m_clock);
            QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().message()));
            reader = std::move(*opened);
            QCOMPARE(reader->builds(0)->size(), 1);
            QVERIFY(!QFileInfo::exists(m_path + QStringLiteral("-wal")));
        }
        ::chmod(QFile::encodeName(m_path).constData(), 0644);
        auto writer = Journal::open(m_folder, Access::ReadWrite, m_clock);
        QVERIFY(writer);
        QVERIFY((*writer)->addBuild({.id = QStringLiteral("while writing")}));
        {
            const AsNobody nobody;
            QCOMPARE(reader->builds(0)->size(), 2);
        }
        QVERIFY((*writer)->addBuild({.id = QStringLiteral("a second one")}));
        writer->reset();
        const AsNobody nobody;
        QCOMPARE(reader->builds(0)->size(), 3);
    }

    void aReaderMayNotWrite()
    {
        addBuilds(1);
        auto reader = Journal::open(m_folder, Access::ReadOnly, m_clock);
        const auto written = (*reader)->addBuild({.id = QStringLiteral("x")});
        QVERIFY(!written);
        QCOMPARE(written.error().kind(), ErrorKind::Storage);
    }

    void case28_aCorruptJournalIsSetAsideAndANewOneBegun_data()
    {
        QTest::addColumn<QByteArray>("damage");
        QTest::addColumn<qint64>("at");
        QTest::newRow("no database at all") << QByteArray(4096, 'x') << qint64(0);
        QTest::newRow("a damaged page") << QByteArray(4096, '\xa5') << qint64(4096);
    }
    void case28_aCorruptJournalIsSetAsideAndANewOneBegun()
    {
        QFETCH(const QByteArray, damage);
        QFETCH(const qint64, at);
        for (int round = 0; round < 2; ++round) { // twice in the same second: neither is overwritten
            addBuilds(3);
            QFile file(m_path);
            QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(at) && file.write(damage) == damage.size());
            file.close();
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("was damaged; it was set aside")));
            auto reader = Journal::open(m_folder, Access::ReadOnly, m_clock);
            QVERIFY2(!reader, "a reader reports damage and moves nothing");
            QCOMPARE(reader.error().kind(), ErrorKind::Storage);
            auto opened = Journal::open(m_folder, Access::ReadWrite, m_clock);
            QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().message()));
            QVERIFY((*opened)->warning().contains(QStringLiteral("journal.db.corrupt-20260101T000000Z")));
            QVERIFY((*opened)->builds(0)->isEmpty());
        }
        const QDir folder(m_folder);
        const auto aside = folder.entryList({QStringLiteral("journal.db.corrupt-*")}, QDir::Files, QDir::Name);
        QCOMPARE(aside, (QStringList{QStringLiteral("journal.db.corrupt-20260101T000000Z"),
                                     QStringLiteral("journal.db.corrupt-20260101T000000Z-2")}));
        QFile kept(folder.filePath(aside[0]));
        QVERIFY(kept.open(QIODevice::ReadOnly) && kept.seek(at));
        QCOMPARE(kept.read(damage.size()), damage);
    }

    void case28_aReadOnlyStateFolderIsAClearError()
    {
        const auto locked = m_top->filePath(QStringLiteral("locked"));
        QVERIFY(QDir().mkpath(locked));
        ::chmod(QFile::encodeName(m_top->path()).constData(), 0755);
        ::chmod(QFile::encodeName(locked).constData(), 0555);
        const AsNobody nobody;
        for (const auto &folder : {locked, locked + QStringLiteral("/below")}) {
            const auto opened = Journal::open(folder, Access::ReadWrite, m_clock);
            QVERIFY(!opened);
            QCOMPARE(opened.error().kind(), ErrorKind::Storage);
            QVERIFY2(opened.error().message().contains(locked), qPrintable(opened.error().message()));
            QVERIFY(opened.error().message().contains(QStringLiteral("another state folder")));
        }
    }

    void case28_aFullDiskIsAClearErrorAndLosesNothing()
    {
        if (qEnvironmentVariableIsSet(fullDisk)) {
            fillTheDisk(qEnvironmentVariable(fullDisk));
            return;
        }
        QProcess child;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(fullDisk), m_top->path());
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::ForwardedChannels);
        child.start(QStringLiteral("bwrap"),
                    {QStringLiteral("--dev-bind"), QStringLiteral("/"), QStringLiteral("/"), QStringLiteral("--size"),
                     QStringLiteral("524288"), QStringLiteral("--tmpfs"), m_top->path(),
                     QCoreApplication::applicationFilePath(), QStringLiteral("opening"),
                     QString::fromLatin1(QTest::currentTestFunction())});
        QVERIFY(child.waitForFinished(60'000));
        QCOMPARE(child.exitCode(), 0);
    }

    void aJournalOfANewerProgramIsLeftAlone()
    {
        addBuilds(1);
        QFile file(m_path); // user_version stands at byte 60, big-endian
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(60) && file.write(QByteArray("\0\0\x27\x0f", 4)) == 4);
        file.close();
        const auto opened = Journal::open(m_folder, Access::ReadWrite, m_clock);
        QVERIFY(!opened);
        QVERIFY(opened.error().message().contains(QStringLiteral("newer imagebuilderd")));
        QVERIFY(QFileInfo::exists(m_path));
    }

private:
    void addBuilds(int count)
    {
        auto journal = Journal::open(m_folder, Access::ReadWrite, m_clock);
        if (!journal)
            qFatal("%s", qPrintable(journal.error().message()));
        for (int number = 0; number < count; ++number)
            QVERIFY((*journal)->addBuild({.id = QString::number(number)}));
    }

    void fillTheDisk(const QString &disk)
    {
        QSet<QString> written;
        Error why(ErrorKind::Internal, {});
        {
            auto journal = Journal::open(disk, Access::ReadWrite, m_clock);
            QVERIFY2(journal, qPrintable(journal ? QString() : journal.error().message()));
            for (int number = 0; number < 1000; ++number) {
                const auto id = QString::number(number);
                const auto added = (*journal)->addBuild({.id = id, .error = QString(10'000, u'x')});
                if (!added) {
                    why = added.error();
                    break;
                }
                written.insert(id);
            }
        }
        QCOMPARE(why.kind(), ErrorKind::Storage);
        QVERIFY2(why.message().contains(QStringLiteral("free some space")), qPrintable(why.message()));
        auto journal = Journal::open(disk, Access::ReadOnly, m_clock);
        QVERIFY2(journal, qPrintable(journal ? QString() : journal.error().message()));
        const auto kept = *(*journal)->builds(0);
        for (const auto &build : kept)
            written.remove(build.id);
        QVERIFY(written.isEmpty());
    }

    testing::FakeClock m_clock;
    std::unique_ptr<QTemporaryDir> m_top;
    QString m_folder;
    QString m_path;
};

IMAGEBUILDER_TEST(OpeningTest, "opening")
#include "openingtest.moc"
