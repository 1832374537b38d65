// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/buildlog.h"
#include "app/showbuild.h"
#include "build/buildlock.h"
#include "support/fakeclock.h"
#include "support/testmain.h"

#include <QtCore/QTemporaryDir>

using namespace imagebuilder;

/// What is told about builds from journal, locks and logs alone, without any cloud.
class BuildRecordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOpenBuildWithoutAProcessIsInterrupted()
    {
        add(id, store::BuildState::Running);
        QCOMPARE(app::findBuild(backend(), id)->stateName(), QStringLiteral("interrupted"));
        const auto lock =
            QCoro::waitFor(build::takeBuildLock(backend().settings().lockFolder(), id, backend().clock(), {}));
        QVERIFY(lock.has_value());
        QCOMPARE(app::findBuild(backend(), id)->stateName(), QStringLiteral("running"));
    }

    void aBuildIsFoundByTheStartOfItsId()
    {
        add(id, store::BuildState::Succeeded);
        add(QStringLiteral("01ffffffffff"), store::BuildState::Failed);
        QCOMPARE(app::findBuild(backend(), QStringLiteral("012"))->record.id, id);
        QCOMPARE(app::findBuild(backend(), QStringLiteral("01")).error().kind(), ErrorKind::Conflict);
        QCOMPARE(app::findBuild(backend(), QStringLiteral("ff")).error().kind(), ErrorKind::NotFound);
        QCOMPARE(app::findBuild(backend(), QString()).error().kind(), ErrorKind::NotFound);
    }

    void anEndedBuildsLogIsReadToItsEnd()
    {
        add(id, store::BuildState::Succeeded);
        backend().tell({.build = id, .step = QStringLiteral("boot"), .text = QStringLiteral("one")});
        backend().tell({.build = id, .step = QStringLiteral("boot"), .text = QStringLiteral("two")});
        const auto read = QCoro::waitFor(app::readBuildLog(backend(), id, true, collect(), {}));
        QVERIFY(read.has_value());
        QCOMPARE(m_lines.size(), 2);
        QVERIFY(m_lines.last().endsWith("boot: two"));
    }

    void aFollowedLogEndsWithItsBuild()
    {
        add(id, store::BuildState::Running);
        auto lock = QCoro::waitFor(build::takeBuildLock(backend().settings().lockFolder(), id, backend().clock(), {}));
        QVERIFY(lock.has_value());
        auto following = app::readBuildLog(backend(), id, true, collect(), {});
        backend().tell({.build = id, .step = QStringLiteral("boot"), .text = QStringLiteral("late")});
        QVERIFY(m_lines.isEmpty());
        end(id);
        m_clock->advance(seconds(1));
        QVERIFY(QCoro::waitFor(following).has_value());
        QCOMPARE(m_lines.size(), 1);
    }

    void aMissingLogIsSaidToBeMissing()
    {
        add(id, store::BuildState::Failed);
        const auto read = QCoro::waitFor(app::readBuildLog(backend(), id, false, collect(), {}));
        QCOMPARE(read.error().kind(), ErrorKind::NotFound);
    }

    void init()
    {
        m_backend.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        m_lines.clear();
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
    const QString id = QStringLiteral("0123456789ab");
    app::Backend &backend() { return *m_backend; }
    std::function<void(QByteArray)> collect()
    {
        return [this](const QByteArray &line) {
            m_lines << line;
        };
    }
    void add(const QString &build, store::BuildState state)
    {
        const auto journal = backend().journal();
        QVERIFY(journal.has_value());
        store::BuildRecord record{.id = build, .imageName = QStringLiteral("ci-noble-x64"), .started = m_clock->now()};
        QVERIFY((*journal)->addBuild(record).has_value());
        record.state = state;
        QVERIFY((*journal)->updateBuild(record).has_value());
    }
    void end(const QString &build)
    {
        auto record = app::findBuild(backend(), build)->record;
        record.state = store::BuildState::Succeeded;
        QVERIFY((*backend().journal())->updateBuild(record).has_value());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    testing::FakeClock *m_clock = nullptr;
    std::unique_ptr<app::Backend> m_backend;
    QByteArrayList m_lines;
};

IMAGEBUILDER_TEST(BuildRecordsTest, "buildrecords")
#include "buildrecordstest.moc"
