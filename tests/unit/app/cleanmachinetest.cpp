// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/cleanmachine.h"

#include "support/fakeclock.h"
#include "support/testmain.h"

#include <QtCore/QTemporaryDir>

using namespace imagebuilder;
using store::BuildState;

/// What stays on the machine after a run, and what a run needs there.
class CleanMachineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oldBuildsAreForgottenWithAllOfThem()
    {
        add(old, BuildState::Succeeded, 500);
        add(fresh, BuildState::Failed, 1);
        QVERIFY(journal().beginStep(old, "boot"));
        QVERIFY(journal().setDelivery({.build = old, .consumer = "web", .state = "failed"}));
        QCOMPARE(app::cleanMachine(*m_backend)->builds, 1);
        QVERIFY(!*journal().build(old));
        QVERIFY(journal().steps(old)->isEmpty());
        QVERIFY(journal().deliveries(old)->isEmpty());
        QVERIFY(*journal().build(fresh));
    }

    void theOldestBeyondTheNumberAreForgotten()
    {
        m_settings.keeping.builds = 1;
        makeBackend();
        add(old, BuildState::Succeeded, 2);
        add(fresh, BuildState::Succeeded, 1);
        QCOMPARE(app::cleanMachine(*m_backend)->builds, 1);
        QVERIFY(*journal().build(fresh));
    }

    void whatRunsOrIsShownOrIsInACloudIsRemembered()
    {
        add(old, BuildState::Running, 500);
        add(fresh, BuildState::Succeeded, 500);
        add(third, BuildState::Succeeded, 500);
        QVERIFY(journal().setPublication({.imageName = "a", .consumer = "web", .imageId = "1", .build = fresh}));
        const auto row = journal().intend({.build = third, .kind = "image", .cloud = "builder", .name = "a"});
        QCOMPARE(app::cleanMachine(*m_backend)->builds, 0);
        QVERIFY(journal().gone(*row));
        QCOMPARE(app::cleanMachine(*m_backend)->builds, 1);
    }

    void logsGoByAgeAndThenBySizeButNotAnOpenBuilds()
    {
        m_settings.keeping.logBytes = 250;
        makeBackend();
        add(old, BuildState::Running, 200);
        add(fresh, BuildState::Succeeded, 1);
        file(old + ".log", 200, 100);
        file(third + ".log", 100, 100);
        file("4444aaaa4444.log", 3, 100);
        file(fresh + ".log", 2, 100);
        file(fresh + ".manifest", 1, 100);
        file("info.log", 200, 100);
        const auto cleaned = app::cleanMachine(*m_backend);
        QCOMPARE(cleaned->files, 2);
        QCOMPARE(cleaned->bytes, 200);
        QCOMPARE(QDir(m_settings.folders.log).entryList(QDir::Files, QDir::Name),
                 QStringList({old + ".log", fresh + ".log", fresh + ".manifest", "info.log"}));
    }

    void tooLittleDiskIsCleanedAndThenRefusedWithTheSum()
    {
        QVERIFY(app::ensureRoom(*m_backend));
        m_settings.keeping.roomBytes = 1LL << 60;
        makeBackend();
        file(third + ".log", 100, 100);
        const auto refused = app::ensureRoom(*m_backend);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind(), ErrorKind::Storage);
        QVERIFY2(refused.error().message().contains("needs 2199023255552 MiB"), qPrintable(refused.error().message()));
        QVERIFY(!QFile::exists(m_settings.folders.log + "/" + third + ".log"));
    }

    void init()
    {
        m_backend.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = {};
        m_settings.folders = {m_folder->filePath("state"), m_folder->filePath("cache"), m_folder->filePath("logs")};
        makeBackend();
    }
    void cleanupTestCase() { m_backend.reset(); }

private:
    const QString old = QStringLiteral("1111aaaa1111");
    const QString fresh = QStringLiteral("2222aaaa2222");
    const QString third = QStringLiteral("3333aaaa3333");

    void makeBackend()
    {
        auto clock = std::make_unique<testing::FakeClock>();
        m_now = clock->now();
        m_backend = std::make_unique<app::Backend>(m_settings, app::Backend::Access::ReadWrite,
                                                   app::Parts{.clock = std::move(clock)});
    }
    store::Journal &journal() { return **m_backend->journal(); }
    void add(const QString &id, BuildState state, int daysAgo)
    {
        QVERIFY(journal().addBuild(
            {.id = id, .imageName = "a", .state = state, .started = m_now.addDays(-daysAgo), .ended = m_now}));
    }
    void file(const QString &name, int daysAgo, int size)
    {
        QVERIFY(QDir().mkpath(m_settings.folders.log));
        QFile made(m_settings.folders.log + u'/' + name);
        QVERIFY(made.open(QIODevice::WriteOnly));
        QCOMPARE(made.write(QByteArray(size, 'x')), size);
        made.flush();
        QVERIFY(made.setFileTime(m_now.addDays(-daysAgo), QFileDevice::FileModificationTime));
    }

    app::Settings m_settings;
    QDateTime m_now;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Backend> m_backend;
};

IMAGEBUILDER_TEST(CleanMachineTest, "cleanmachine")
#include "cleanmachinetest.moc"
