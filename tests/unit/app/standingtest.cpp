// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/standing.h"

#include "build/buildlock.h"
#include "support/fakeclock.h"
#include "support/testmain.h"

#include <QtCore/QTemporaryDir>

using namespace imagebuilder;

/// Which open builds a new request goes on with, undoes, or leaves to others.
class StandingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case21_anotherImagesInterruptedBuildIsLeftToItsOwnCommandForHours()
    {
        add("0123456789ab", "other", {{"image", "other"}});
        QCOMPARE(around()->left.size(), 1);
        QVERIFY(around()->abandoned.isEmpty());
        m_clock->advance(std::chrono::hours(5));
        QVERIFY((*m_backend->journal())->beginStep("0123456789ab", "boot"));
        m_clock->advance(std::chrono::hours(5)); // since its last sign of life
        QVERIFY(around()->abandoned.isEmpty());
        m_clock->advance(std::chrono::hours(2));
        QCOMPARE(around()->abandoned.size(), 1);
    }

    void theSameImageOfAnotherRequestIsUndone()
    {
        add("0123456789ab", "wanted", {{"keep", 77}});
        QCOMPARE(around()->abandoned.size(), 1);
    }

    void whatShallEndIsUndoneWhoseverItIs()
    {
        add("0123456789ab", "other", {{"image", "other"}});
        QVERIFY((*m_backend->journal())->requestCancel("0123456789ab"));
        QCOMPARE(around()->abandoned.size(), 1);
    }

    void anEqualOneIsResumedUnlessItIsHalfUndone()
    {
        add("0123456789ab", "wanted");
        QVERIFY(around()->resumable);
        auto record = *around()->resumable;
        record.errorKind = QStringLiteral("internal");
        QVERIFY((*m_backend->journal())->updateBuild(record));
        QVERIFY(!around()->resumable);
        QCOMPARE(around()->abandoned.size(), 1);
    }

    void anEqualOneThatRunsIsAConflictButNotWhileItIsUndone()
    {
        add("0123456789ab", "wanted");
        auto record = *around()->resumable;
        const auto lock =
            QCoro::waitFor(build::takeBuildLock(m_backend->settings().lockFolder(), record.id, m_backend->clock(), {}));
        QVERIFY(lock);
        QCOMPARE(around().error().kind(), ErrorKind::Conflict);
        record.errorKind = QStringLiteral("internal");
        QVERIFY((*m_backend->journal())->updateBuild(record));
        QVERIFY(around()->abandoned.isEmpty() && !around()->resumable);
    }

    void init()
    {
        m_backend.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        app::Settings settings;
        settings.folders = {m_folder->filePath(QStringLiteral("state")), m_folder->filePath(QStringLiteral("cache")),
                            m_folder->filePath(QStringLiteral("logs"))};
        auto clock = std::make_unique<testing::FakeClock>();
        m_clock = clock.get();
        m_backend = std::make_unique<app::Backend>(settings, app::Backend::Access::ReadWrite,
                                                   app::Parts{.clock = std::move(clock)});
    }
    void cleanupTestCase() { m_backend.reset(); }

private:
    static build::Request request()
    {
        build::Request request;
        request.imageName = QStringLiteral("wanted");
        return request;
    }
    Result<app::Standing> around() { return app::lookAround(*m_backend, QStringLiteral("builder"), request()); }
    void add(const QString &id, const QString &image, const QJsonObject &other = {})
    {
        auto asked = request().toJson();
        for (auto entry = other.begin(); entry != other.end(); ++entry)
            asked.insert(entry.key(), entry.value());
        const auto added =
            (*m_backend->journal())->addBuild({.id = id, .imageName = image, .cloud = "builder", .request = asked});
        QVERIFY(added);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    testing::FakeClock *m_clock = nullptr;
    std::unique_ptr<app::Backend> m_backend;
};

IMAGEBUILDER_TEST(StandingTest, "standing")
#include "standingtest.moc"
