// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/feed/feed.h"

#include "build/buildlock.h"
#include "support/fakeclock.h"
#include "support/testmain.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>

using namespace imagebuilder;
namespace feed = app::feed;

/// What a feed makes of a journal and logs that another connection writes.
class FeedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWholeStateComesFirstAndThenOnlyWhatChanged()
    {
        add("aaaaaaaaaaaa");
        const auto whole = next();
        QVERIFY(std::holds_alternative<feed::SnapshotBegins>(whole.first()));
        QCOMPARE(count<feed::BuildTold>(whole), 1);
        QCOMPARE(count<feed::StatusTold>(whole), 1);
        QCOMPARE(count<feed::Ready>(whole), 1);
        QVERIFY(next().isEmpty());

        QVERIFY(writer().beginStep("aaaaaaaaaaaa", "boot"));
        const auto changed = next();
        QCOMPARE(count<feed::BuildTold>(changed), 1);
        QCOMPARE(std::get<feed::BuildTold>(changed.first()).steps.size(), 1);
        QCOMPARE(count<feed::SnapshotBegins>(changed), 0);
    }

    void theNewestBuildsAndAllOpenOnesAreTold()
    {
        add("aaaaaaaaaaaa"); // open, and older than the two
        for (const auto *id : {"bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd"})
            add(QString::fromLatin1(id), store::BuildState::Failed);
        QCOMPARE(told(next(app::FeedOptions{.builds = 2})),
                 (QStringList{"aaaaaaaaaaaa", "cccccccccccc", "dddddddddddd"}));
        add("eeeeeeeeeeee", store::BuildState::Failed);
        const auto events = next();
        QCOMPARE(told(events), QStringList{"eeeeeeeeeeee"});
        QCOMPARE(count<feed::BuildForgotten>(events), 1);
    }

    void aLogIsFollowedFromItsLastPartOnAndToItsEnd()
    {
        log("aaaaaaaaaaaa", QByteArray("x").repeated(99'999) + "\nseen\n");
        add("aaaaaaaaaaaa");
        QCOMPARE(lines(next()), QByteArrayList{"seen"});
        log("aaaaaaaaaaaa", "one\ntw");
        QCOMPARE(lines(next()), QByteArrayList{"one"});
        log("aaaaaaaaaaaa", "o\n");
        end("aaaaaaaaaaaa");
        QCOMPARE(lines(next()), QByteArrayList{"two"});
        log("aaaaaaaaaaaa", "last words\n"); // the process writes on when the journal says that it has ended
        QCOMPARE(lines(next()), QByteArrayList{"last words"});
        m_clock->advance(seconds(10));
        next();
        log("aaaaaaaaaaaa", "nobody's\n");
        QVERIFY(lines(next()).isEmpty());
    }

    void whoIsMuchTooSlowIsToldWhatIsLeftOutAndGetsEverythingAnew()
    {
        add("aaaaaaaaaaaa");
        next();
        log("aaaaaaaaaaaa", QByteArray("a line of some length\n").repeated(100'000));
        auto events = next();
        QCOMPARE(count<feed::Skipped>(events), 1);
        QVERIFY(std::get<feed::Skipped>(events.first()).bytes > 2'000'000);
        qsizetype bytes = 0;
        for (const auto &line : lines(events))
            bytes += line.size();
        QVERIFY(bytes <= 64LL * 1024);
        QVERIFY(m_feed->hasMore());
        events = next();
        QCOMPARE(count<feed::SnapshotBegins>(events), 1);
        QCOMPARE(count<feed::BuildTold>(events), 1);
        QVERIFY(!m_feed->hasMore());
    }

    void theProgressOfAnotherProcessIsTold()
    {
        add("aaaaaaaaaaaa");
        next();
        app::BuildProgress progress(m_folder.filePath(QStringLiteral("logs")), *m_clock);
        const auto at = [&](qint64 done) {
            progress.take({.build = "aaaaaaaaaaaa",
                           .step = "distribute",
                           .kind = build::Event::Kind::Progress,
                           .text = {},
                           .done = done,
                           .total = 100});
        };
        at(10);
        const auto state = std::get<feed::TransferTold>(next().first()).state;
        QCOMPARE(state->done, 10);
        QCOMPARE(state->step, QStringLiteral("distribute"));
        at(20); // within the same half second: not worth a write
        QVERIFY(next().isEmpty());
        m_clock->advance(seconds(1));
        at(30);
        QCOMPARE(std::get<feed::TransferTold>(next().first()).state->done, 30);
        progress.take({.build = "aaaaaaaaaaaa", .step = "distribute", .kind = build::Event::Kind::StepEnded});
        QVERIFY(!std::get<feed::TransferTold>(next().first()).state);
        QVERIFY(QDir(m_folder.filePath(QStringLiteral("logs"))).isEmpty());
    }

    void aBuildWhoseProcessDiesChangesAlthoughNobodyWroteIt()
    {
        const auto locks = m_backend->settings().lockFolder();
        auto lock = QCoro::waitFor(build::takeBuildLock(locks, "aaaaaaaaaaaa", *m_clock, {}));
        add("aaaaaaaaaaaa");
        QCOMPARE(std::get<feed::BuildTold>(next().at(1)).view.stateName(), QStringLiteral("running"));
        lock = failure(cancelled());
        QCOMPARE(std::get<feed::BuildTold>(next().first()).view.stateName(), QStringLiteral("interrupted"));
    }

    void itBeatsEveryFifteenSeconds()
    {
        QCOMPARE(count<feed::Beat>(allOf(m_feed->next())), 1);
        m_clock->advance(seconds(14));
        QCOMPARE(count<feed::Beat>(allOf(m_feed->next())), 0);
        m_clock->advance(seconds(1));
        QCOMPARE(count<feed::Beat>(allOf(m_feed->next())), 1);
    }

    void olderPartsOfALogAreReadBackwards()
    {
        log("aaaaaaaaaaaa", "one\ntwo\nthree\n");
        const auto path = app::BuildLogs::path(m_folder.filePath(QStringLiteral("logs")), "aaaaaaaaaaaa");
        const auto newest = app::logBefore(path, 0, 7);
        QCOMPARE(newest.size(), 1);
        QCOMPARE(newest[0].text, QByteArray("three"));
        const auto older = app::logBefore(path, newest[0].end - 6, 1000);
        QCOMPARE(older.size(), 2);
        QCOMPARE(older[1].text, QByteArray("two"));
    }

    void init()
    {
        m_feed.reset();
        m_writer.reset();
        m_backend.reset();
        m_folder = QTemporaryDir();
        QDir(m_folder.path()).mkdir(QStringLiteral("logs"));
        app::Settings settings;
        settings.folders = {m_folder.filePath(QStringLiteral("state")), m_folder.filePath(QStringLiteral("cache")),
                            m_folder.filePath(QStringLiteral("logs"))};
        auto clock = std::make_unique<testing::FakeClock>();
        m_clock = clock.get();
        m_backend = std::make_unique<app::Backend>(settings, app::Backend::Access::ReadOnly,
                                                   app::Parts{.clock = std::move(clock)});
        auto writer = store::Journal::open(settings.folders.state, store::Journal::Access::ReadWrite, *m_clock);
        m_writer = std::move(*writer);
        m_feed = std::make_unique<app::Feed>(*m_backend, app::FeedOptions{});
    }
    void cleanup() { m_feed.reset(); }

private:
    store::Journal &writer() { return *m_writer; }
    void add(const QString &id, store::BuildState state = store::BuildState::Running)
    {
        m_clock->advance(milliseconds(1));
        QVERIFY(writer().addBuild({.id = id, .imageName = "ci-noble-x64", .cloud = "builder", .state = state}));
    }
    void end(const QString &id)
    {
        QVERIFY(writer().updateBuild({.id = id, .state = store::BuildState::Succeeded, .ended = m_clock->now()}));
    }
    void log(const QString &id, const QByteArray &bytes)
    {
        QFile file(app::BuildLogs::path(m_folder.filePath(QStringLiteral("logs")), id));
        QVERIFY(file.open(QIODevice::Append));
        file.write(bytes);
    }
    static QList<feed::Event> allOf(const Result<QList<feed::Event>> &events)
    {
        if (!events)
            qFatal("%s", qPrintable(events.error().message()));
        return *events;
    }
    /// Without beats; with options, of a new feed.
    QList<feed::Event> next(std::optional<app::FeedOptions> options = {})
    {
        if (options)
            m_feed = std::make_unique<app::Feed>(*m_backend, *options);
        auto events = allOf(m_feed->next());
        events.removeIf([](const feed::Event &event) { return std::holds_alternative<feed::Beat>(event); });
        return events;
    }
    template <typename Kind> static qsizetype count(const QList<feed::Event> &events)
    {
        return std::ranges::count_if(events, [](const auto &event) { return std::holds_alternative<Kind>(event); });
    }
    static QStringList told(const QList<feed::Event> &events)
    {
        QStringList ids;
        for (const auto &event : events)
            if (const auto *build = std::get_if<feed::BuildTold>(&event))
                ids << build->view.record.id;
        return ids;
    }
    static QByteArrayList lines(const QList<feed::Event> &events)
    {
        QByteArrayList texts;
        for (const auto &event : events)
            if (const auto *line = std::get_if<feed::LogLine>(&event))
                texts << line->text;
        return texts;
    }

    QTemporaryDir m_folder;
    testing::FakeClock *m_clock = nullptr;
    std::unique_ptr<app::Backend> m_backend;
    std::unique_ptr<store::Journal> m_writer;
    std::unique_ptr<app::Feed> m_feed;
};

IMAGEBUILDER_TEST(FeedTest, "feed")
#include "feedtest.moc"
