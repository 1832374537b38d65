// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/runner/runnerclock.h"

#include "support/fakeclock.h"
#include "support/httpserver.h"
#include "support/testmain.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>

using namespace imagebuilder;
using app::Finding;
using app::RunnerInUse;

namespace {

QJsonObject release(const QString &tag, const QString &published)
{
    return {{"tag_name", tag}, {"published_at", published}};
}

app::RunnerInUse runnerOf(const QString &version, bool pinned = false)
{
    return {QStringLiteral("ci-noble-x64"), QStringLiteral("web"), QStringLiteral("4711"), version, pinned};
}

} // namespace

/// How long GitHub still takes the runners in use. The clock stands at 2026-01-01.
class RunnerClockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case33_theNewestRunnerHasNoEnd()
    {
        const auto verdict = only("2.332.0");
        QVERIFY(verdict.finding.state == Finding::State::Ok && !verdict.daysLeft);
        QCOMPARE(verdict.newest, QStringLiteral("2.332.0"));
    }

    void case33_daysCountFromTheFirstNewerRelease()
    {
        // 2.332.0 came out on the 26th, 2.331.0 on the 20th: the 19th of January is the end of 2.330.0.
        auto verdict = only("2.330.0");
        QCOMPARE(verdict.daysLeft, 18);
        QVERIFY(verdict.finding.state == Finding::State::Ok);
        m_clock->advance(std::chrono::days(4));
        verdict = only("2.330.0");
        QCOMPARE(verdict.daysLeft, 14);
        QVERIFY(verdict.finding.state == Finding::State::Warning);
        m_clock->advance(std::chrono::days(8));
        verdict = only("2.330.0");
        QCOMPARE(verdict.daysLeft, 6);
        QVERIFY(verdict.finding.state == Finding::State::Failed);
        QVERIFY(verdict.finding.remedy.contains(u"build now"));
        m_clock->advance(std::chrono::days(7));
        QCOMPARE(only("2.330.0").daysLeft, -1);
    }

    void case33_aPinSaysHowManyDaysItHasLeft()
    {
        m_clock->advance(std::chrono::days(10));
        const auto verdict = only("2.330.0", true);
        QVERIFY(verdict.finding.text.startsWith(u"runner 2.330.0, pinned, has 8 days left"));
        QVERIFY(verdict.finding.remedy.startsWith(u"raise or drop runner-version"));
    }

    void case33_belowTheLeastVersionNothingRegisters()
    {
        const auto verdict = only("2.300.0");
        QVERIFY(verdict.finding.state == Finding::State::Failed && verdict.daysLeft == 0);
    }

    void case33_aForkThatLagsIsNamed()
    {
        m_forkNewest = QStringLiteral("v2.330.0");
        m_clock->advance(std::chrono::days(15));
        const auto clock = look({runnerOf("2.330.0")});
        QCOMPARE(clock.sources.size(), 1);
        QVERIFY(clock.sources.first().text.contains(u"newest is 2.330.0, upstream's 2.332.0"));
        QVERIFY(clock.runners.first().finding.remedy.contains(u"have the fork's maintainers"));
    }

    void case33_aSourceIsAskedOnceAnHourWhateverItAnswers()
    {
        m_status = 500;
        QCOMPARE(look({}).sources.size(), 2);
        QCOMPARE(look({}).sources.size(), 2);
        QCOMPARE(m_server->requests().size(), 2);
        m_status = 200;
        m_clock->advance(std::chrono::minutes(61));
        QVERIFY(look({}).sources.isEmpty());
        QCOMPARE(m_server->requests().size(), 4);
    }

    void case33_whatWasKnownStaysKnown()
    {
        QVERIFY(look({}).asOf.isValid());
        m_status = 403;
        m_clock->advance(std::chrono::hours(2));
        const auto clock = look({runnerOf("2.330.0")});
        QCOMPARE(clock.runners.first().daysLeft, 18);
        QVERIFY(clock.sources.first().text.contains(u"answered 403"));
    }

    void case33_anAirGappedSiteAsksNobody()
    {
        m_settings.runners.upstream.clear();
        make();
        QVERIFY(look({runnerOf("2.330.0")}).runners.isEmpty());
        QVERIFY(m_server->requests().isEmpty());
    }

    void draftsAndOtherTagsAreLeftOut()
    {
        QJsonArray list{release("v1.2.3", "2025-01-01T00:00:00Z"), release("nightly", "2025-01-01T00:00:00Z")};
        auto draft = release("v9.9.9", "2025-01-01T00:00:00Z");
        draft.insert("draft", true);
        list.append(draft);
        const auto releases = app::parseReleases(QJsonDocument(list).toJson());
        QCOMPARE(releases->size(), 1);
        QCOMPARE(app::parseReleases("{}").error().kind(), ErrorKind::Protocol);
    }

    void init()
    {
        m_status = 200;
        m_forkNewest = QStringLiteral("v2.332.0");
        m_folder = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<testing::HttpServer>([this](const auto &request) {
            const auto list = request.target.startsWith("/fork")
                                  ? QJsonArray{release(m_forkNewest, QStringLiteral("2025-12-27T12:00:00Z"))}
                                  : QJsonArray{release("v2.330.0", "2025-11-19T12:00:00Z"),
                                               release("v2.332.0", "2025-12-26T12:00:00Z"),
                                               release("v2.331.0", "2025-12-20T12:00:00Z")};
            return testing::HttpAnswer{.status = m_status, .body = QJsonDocument(list).toJson()};
        });
        m_settings = {};
        m_settings.folders = {m_folder->path(), m_folder->path(), m_folder->path()};
        m_settings.runners.upstream = m_server->url(QStringLiteral("/upstream"));
        m_settings.runners.fork = m_server->url(QStringLiteral("/fork"));
        make();
    }
    void cleanup()
    {
        m_backend.reset();
        m_server.reset();
    }

private:
    void make()
    {
        m_backend.reset();
        auto clock = std::make_unique<testing::FakeClock>();
        m_clock = clock.get();
        m_backend = std::make_unique<app::Backend>(m_settings, app::Backend::Access::ReadOnly,
                                                   app::Parts{.clock = std::move(clock), .events = {}});
    }
    app::RunnerClock look(const QList<RunnerInUse> &runners)
    {
        return QCoro::waitFor(app::runnerClock(*m_backend, runners, {}));
    }
    app::RunnerVerdict only(const char *version, bool pinned = false)
    {
        return look({runnerOf(QString::fromLatin1(version), pinned)}).runners.value(0);
    }

    std::atomic<int> m_status = 200;
    QString m_forkNewest;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<testing::HttpServer> m_server;
    app::Settings m_settings;
    testing::FakeClock *m_clock = nullptr;
    std::unique_ptr<app::Backend> m_backend;
};

IMAGEBUILDER_TEST(RunnerClockTest, "runnerclock")
#include "runnerclocktest.moc"
