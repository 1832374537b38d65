// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/filelock.h"
#include "store/journal.h"
#include "support/testmain.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <cstdio>

using namespace imagebuilder;
using namespace imagebuilder::store;

/// Several real processes at one journal, and their deaths.
class ProcessesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto job = qEnvironmentVariable("IMAGEBUILDER_TEST_JOB").split(u'|');
        if (job.size() != 3)
            return;
        if (job[0] == u"write")
            write(job[1], job[2]);
        else
            hold(job[1]);
    }

    void twoWritersAtOnceLoseNothing()
    {
        const QTemporaryDir folder;
        QProcess first;
        QProcess second;
        start(first, QStringLiteral("write"), folder.path(), QStringLiteral("40"));
        start(second, QStringLiteral("write"), folder.path(), QStringLiteral("40"));
        QVERIFY(first.waitForFinished() && second.waitForFinished());
        QCOMPARE(first.exitCode(), 0);
        QCOMPARE(second.exitCode(), 0);
        SystemClock clock;
        const auto journal = Journal::open(folder.path(), Journal::Access::ReadWrite, clock);
        QVERIFY((*journal)->warning().isEmpty());
        QCOMPARE((*journal)->builds(0)->size(), 80);
    }

    void case21_whatWasReturnedSurvivesAKill()
    {
        const QTemporaryDir folder;
        QProcess writer;
        start(writer, QStringLiteral("write"), folder.path(), QStringLiteral("1000000"));
        QByteArray said;
        while (said.count("\nbuild") < 20 && writer.waitForReadyRead())
            said += writer.readAllStandardOutput();
        writer.kill();
        QVERIFY(writer.waitForFinished());
        said += writer.readAllStandardOutput();
        auto ids = said.first(said.lastIndexOf('\n')).split('\n');
        ids.removeIf([](const QByteArray &line) { return !line.startsWith("build "); }); // QTest's own lines
        QVERIFY(ids.size() >= 20);
        SystemClock clock;
        for (const auto access : {Journal::Access::ReadOnly, Journal::Access::ReadWrite}) {
            const auto journal = Journal::open(folder.path(), access, clock);
            QVERIFY(journal);
            for (const auto &id : ids) {
                const auto build = (*journal)->build(QString::fromLatin1(id));
                QVERIFY2(build && *build, id.constData());
            }
        }
    }

    void aLockIsHeldAgainstOthersAndEndsWithItsProcess()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("lock"));
        QProcess holder;
        start(holder, QStringLiteral("hold"), path, QStringLiteral("-"));
        QByteArray said;
        while (!said.contains("held") && holder.waitForReadyRead())
            said += holder.readAllStandardOutput();
        const auto refused = FileLock::tryLock(path);
        QVERIFY(refused && !*refused);
        holder.kill();
        QVERIFY(holder.waitForFinished());
        auto taken = FileLock::tryLock(path);
        QVERIFY(taken && *taken);
        QVERIFY(!*FileLock::tryLock(path));
        const FileLock moved = std::move(**taken);
        taken->reset();
        QVERIFY2(!*FileLock::tryLock(path), "it lives on in the value it was moved to");
    }

    void aChildDoesNotInheritTheLock()
    {
        const QTemporaryDir folder;
        const auto path = folder.filePath(QStringLiteral("lock"));
        QProcess child;
        {
            const auto lock = FileLock::tryLock(path);
            QVERIFY(*lock);
            child.start(QStringLiteral("cat"), QStringList());
            QVERIFY(child.waitForStarted());
        }
        QVERIFY(*FileLock::tryLock(path));
        child.closeWriteChannel();
        QVERIFY(child.waitForFinished());
    }

    void aLockInAFolderThatIsMissingIsAnError()
    {
        const auto lock = FileLock::tryLock(QStringLiteral("/nonexistent/lock"));
        QVERIFY(!lock);
        QCOMPARE(lock.error().kind(), ErrorKind::Storage);
    }

private:
    static void start(QProcess &process, const QString &job, const QString &where, const QString &argument)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("IMAGEBUILDER_TEST_JOB"), QStringList{job, where, argument}.join(u'|'));
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("processes")});
        QVERIFY(process.waitForStarted());
    }

    [[noreturn]] static void write(const QString &folder, const QString &count)
    {
        SystemClock clock;
        auto journal = Journal::open(folder, Journal::Access::ReadWrite, clock);
        if (!journal)
            qFatal("%s", qPrintable(journal.error().message()));
        for (int number = 0; number < count.toInt(); ++number) {
            const auto id = QStringLiteral("build %1-%2").arg(QCoreApplication::applicationPid()).arg(number);
            if (const auto added = (*journal)->addBuild({.id = id}); !added)
                qFatal("%s", qPrintable(added.error().message()));
            std::printf("%s\n", qPrintable(id));
            std::fflush(stdout);
        }
        journal->reset();
        std::_Exit(0);
    }

    [[noreturn]] static void hold(const QString &path)
    {
        const auto lock = FileLock::tryLock(path);
        if (!lock || !*lock)
            std::_Exit(1);
        std::puts("held");
        std::fflush(stdout);
        for (;;)
            std::getchar();
    }
};

IMAGEBUILDER_TEST(ProcessesTest, "processes")
#include "processestest.moc"
