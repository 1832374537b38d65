// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "scene.h"
#include "support/killpoints.h"
#include "support/mirror.h"
#include "support/testmain.h"

#include <mutex>

using namespace imagebuilder::testing;

/// CASES 21: `kill -9` at every journal commit of a build, then the same command again. SQLite syncs its log at each
/// commit; strace kills at the chosen one, so the program needs no hook for tests.
class CommitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QTemporaryDir folder;
        const auto trace = folder.filePath(QStringLiteral("trace"));
        Scene scene(m_mirror.folder());
        scene.start(strace({"-o", trace}));
        QVERIFY(scene.finish());
        QCOMPARE(scene.wrongs(), QStringList());
        QFile calls(trace);
        QVERIFY(calls.open(QIODevice::ReadOnly));
        m_commits = static_cast<int>(calls.readAll().count("sync("));
        // Every step begins and ends with one.
        QVERIFY2(m_commits > 20, qPrintable(QString::number(m_commits)));
    }

    void case21_aKillAtAnyCommitIsRecoveredFrom()
    {
        QStringList failures;
        int killed = 0;
        std::mutex mutex;
        besideEachOther(m_commits, 6, [&](qsizetype index) {
            const int commit = static_cast<int>(index) + 1;
            Scene scene(m_mirror.folder());
            scene.start(strace(
                {"-o", "/dev/null", "-e", QStringLiteral("inject=fdatasync,fsync:signal=KILL:when=%1").arg(commit)}));
            bool ended = scene.finish();
            const bool reached = ended && scene.ended().exitCode != 0;
            if (reached) {
                scene.start();
                ended = scene.finish();
            }
            const auto wrongs = ended ? scene.wrongs() : QStringList{QStringLiteral("it did not end")};
            const std::scoped_lock lock(mutex);
            killed += reached ? 1 : 0;
            if (!wrongs.isEmpty())
                failures << QStringLiteral("commit %1: %2").arg(commit).arg(wrongs.join(u"; "));
        });
        qInfo("%d commits, %d reached, %lld not recovered from", m_commits, killed,
              static_cast<long long>(failures.size()));
        QVERIFY2(failures.isEmpty(), qPrintable(failures.join(u'\n')));
        QVERIFY(killed > m_commits * 9 / 10);
    }

private:
    static QStringList strace(const QStringList &options)
    {
        return QStringList{"strace", "-f", "-qq", "-e", "trace=fdatasync,fsync"} + options;
    }

    MirrorFixture m_mirror{QByteArray(256LL * 1024, 'i')};
    int m_commits = 0;
};

IMAGEBUILDER_TEST(CommitsTest, "commits")
#include "commitstest.moc"
