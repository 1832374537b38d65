// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "headless/feed/requests.h"
#include "schemas.h"
#include "support/testmain.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

#include <csignal>

using namespace imagebuilder::testing;

/// imagebuilderd feed as a window reads it: real processes that build beside it.
class FeedProgramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBuildOfAnotherProcessIsSeenFromItsFirstStepToItsImages()
    {
        DeliveryFixture fixture;
        const auto feed = fixture.program().start({"feed"});
        QVERIFY(!until(*feed, {{"event", "ready"}}).isEmpty());
        QCOMPARE(m_lines.first().value("event").toString(), QStringLiteral("hello"));
        const auto build = fixture.program().start(fixture.buildArguments({"--upload-clouds", "web"}));
        QVERIFY(!until(*feed, {{"event", "build"}, {"state", "running"}}).isEmpty());
        const auto line = until(*feed, {{"event", "log"}});
        QVERIFY(!line.value("line").toString().isEmpty());
        const auto ended = until(*feed, {{"event", "build"}, {"state", "succeeded"}});
        QCOMPARE(ended.value("build")[u"delivered"].toInt(), 1);
        QVERIFY(!until(*feed, {{"event", "status"}}).value("status")[u"served"].toArray().isEmpty());
        QCOMPARE(Program::wait(*build).exitCode, 0);
        end(*feed);
    }

    void requestsGoTheWayOfTheirCommandsAndAreAnswered()
    {
        DeliveryFixture fixture;
        fixture.program().setVariable(QStringLiteral("SUDO_USER"), QStringLiteral("ubuntu"));
        const auto feed = fixture.program().start({"feed"});
        ask(*feed, {{"id", "1"}, {"request", "pause"}, {"why", "a test"}, {"who", "ann"}});
        QCOMPARE(until(*feed, {{"id", "1"}}).value("state").toString(), QStringLiteral("accepted"));
        const auto done = until(*feed, {{"id", "1"}, {"state", "done"}});
        QCOMPARE(done.value("code").toInt(), 0);
        QVERIFY(done.value("result")[u"paused"][u"who"].toString().startsWith(u"ann as ubuntu as "));
        const auto status = until(*feed, {{"event", "status"}, {"paused", true}});
        QCOMPARE(status.value("status")[u"schedule"][u"paused"][u"why"].toString(), QStringLiteral("a test"));

        ask(*feed, {{"id", "2"}, {"request", "cancel"}, {"build", "000000000000"}});
        const auto unknown = until(*feed, {{"id", "2"}, {"state", "done"}});
        QCOMPARE(unknown.value("code").toInt(), 5);
        QCOMPARE(unknown.value("result")[u"error"][u"kind"].toString(), QStringLiteral("not-found"));

        ask(*feed, {{"id", "3"}, {"request", "cancel"}, {"build", "--help"}});
        QCOMPARE(until(*feed, {{"id", "3"}}).value("state").toString(), QStringLiteral("refused"));
        ask(*feed, {{"id", "4"}, {"request", "dance"}});
        QCOMPARE(until(*feed, {{"id", "4"}}).value("state").toString(), QStringLiteral("refused"));
        feed->write("no JSON\n");
        QCOMPARE(until(*feed, {{"id", ""}}).value("state").toString(), QStringLiteral("refused"));
        feed->closeWriteChannel();
        QCOMPARE(fixture.program().run({"resume"}).exitCode, 0); // the end of requests is not the feed's
        QVERIFY(!until(*feed, {{"event", "status"}, {"paused", false}}).isEmpty());
        end(*feed);
    }

    void aRebuildGoesOnWhenTheWindowHasGone()
    {
        DeliveryFixture fixture;
        QFile plan(fixture.program().path(QStringLiteral("imagebuilder.yaml")));
        QVERIFY(plan.open(QIODevice::WriteOnly));
        plan.write("version: 1\ncloud: builder\nprefix: ci\nbases: [noble]\narchitectures: [x64]\n"
                   "image-signature: off\n");
        plan.close();
        const auto feed = fixture.program().start({"feed"});
        ask(*feed, {{"id", "1"}, {"request", "rebuild"}, {"plan", plan.fileName()}, {"base", QJsonArray{"noble"}}});
        const auto running = until(*feed, {{"event", "build"}, {"state", "running"}});
        const auto id = running.value("build")[u"id"].toString();
        end(*feed);
        const auto log = fixture.program().run({"builds", "log", id, "--follow"});
        QCOMPARE(log.exitCode, 0);
        const auto build = fixture.program().run({"builds", "show", id, "--output", "json"}).json();
        QCOMPARE(build.value("state").toString(), QStringLiteral("succeeded"));
        const auto again = fixture.program().start({"feed"});
        ask(*again, {{"id", "2"}, {"request", "log"}, {"build", id}, {"bytes", 1000}});
        const auto part = until(*again, {{"id", "2"}}).value("result");
        QVERIFY(part[u"lines"].toArray().size() > 3);
        QVERIFY(part[u"start"].toInteger() > 0);
        end(*again);
    }

    void case01_aLostImageIsNoticedAndReplacedWhileSomebodyReads()
    {
        DeliveryFixture fixture;
        const auto delivered = [&fixture] {
            return fixture.build({"--upload-clouds", "web", "--output", "json"})
                .json()
                .value("images")[0]["id"]
                .toString();
        };
        const auto first = delivered();
        const auto second = delivered();
        fixture.cloud().steer("DELETE", QStringLiteral("images/") + second);
        const auto feed = fixture.program().start({"feed", "--check-minutes", "0.05"});
        QCOMPARE(until(*feed, {{"event", "status"}}).value("status")[u"served"][0][u"id"].toString(), second);
        QCOMPARE(until(*feed, {{"event", "status"}}).value("status")[u"served"][0][u"id"].toString(), first);
        end(*feed);
    }

    void aReaderThatHasGoneEndsItWithoutAWord()
    {
        const Program program;
        const auto shell = program.start({"feed"}, {"/bin/sh", "-c", R"("$0" "$@" | head -n 5)"});
        const auto ended = Program::wait(*shell, 10'000); // head has the whole state and goes; nothing is written then
        QVERIFY(ended.inTime);
        QCOMPARE(ended.err, QByteArray());
    }

    void whoDoesNotReadCostsNoMemoryAndGetsTheRestAndANewSnapshotLater()
    {
        DeliveryFixture fixture;
        fixture.interrupt(fixture.buildArguments({}), {{"method", "POST"}, {"path", "/servers/[^/]+/action$"}});
        const auto id = fixture.program().run({"builds", "list", "--output", "json"}).json().value("builds")[0]["id"];
        // The shell's reader takes the first line and sleeps until the file is there.
        const auto go = fixture.program().path(QStringLiteral("go"));
        const auto pid = fixture.program().path(QStringLiteral("pid"));
        const auto script = QStringLiteral(R"(("$0" "$@" & echo $! > %2; wait) | (read first; echo "$first"; )"
                                           R"(until [ -e %1 ]; do sleep 0.1; done; cat))")
                                .arg(go, pid);
        const auto shell = fixture.program().start({"feed"}, {"/bin/sh", "-c", script});
        QVERIFY(!until(*shell, {{"event", "hello"}}).isEmpty());
        QFile log(fixture.program().path(QStringLiteral("logs/%1.log").arg(id.toString())));
        QVERIFY(log.open(QIODevice::Append));
        const auto grow = [&log] {
            log.write(QByteArray("2026-01-01T00:00:00Z provision: a line of the VM\n").repeated(20'000));
            log.flush();
        };
        grow();
        constexpr qint64 pipe = 64LL * 1024;
        QTRY_VERIFY(ofProcess(read(pid).trimmed(), "io", "wchar:") >= pipe); // it is full
        for (int i = 0; i < 40; ++i)
            grow(); // 40 MB that nobody reads
        QFile sign(go);
        QVERIFY(sign.open(QIODevice::WriteOnly));
        QVERIFY(!until(*shell, {{"event", "skipped"}}).isEmpty());
        QVERIFY(!until(*shell, {{"event", "snapshot"}}).isEmpty());
        QVERIFY(!until(*shell, {{"event", "ready"}}).isEmpty());
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they have memory of their own
        const auto peak = ofProcess(read(pid).trimmed(), "status", "VmHWM:");
        QVERIFY2(peak > 0 && peak < 60LL * 1024, QByteArray::number(peak).constData());
#endif
        ::kill(QString::fromUtf8(read(pid)).trimmed().toInt(), SIGTERM);
        QVERIFY(Program::wait(*shell).inTime);
    }

    void theManTextKnowsEveryLineAndRequest()
    {
        QFile man(QStringLiteral(IMAGEBUILDER_SOURCE_DIR "/resources/man/imagebuilderd-feed.5"));
        QVERIFY(man.open(QIODevice::ReadOnly));
        const auto text = man.readAll();
        const auto requests = text.sliced(text.indexOf(".SH REQUESTS"));
        for (const auto &verb : imagebuilder::headless::feedVerbs()) {
            QVERIFY2(requests.contains(verb.name.toUtf8()), qPrintable(verb.name));
            for (const auto &field : verb.needed + verb.options)
                QVERIFY2(requests.contains(field.toUtf8()), qPrintable(verb.name + u' ' + field));
        }
        QFile schema(QStringLiteral(IMAGEBUILDER_SOURCE_DIR "/resources/schemas/feed.json"));
        QVERIFY(schema.open(QIODevice::ReadOnly));
        for (const auto &line : QJsonDocument::fromJson(schema.readAll()).object().value("oneOf").toArray()) {
            const auto event = line[u"properties"][u"event"][u"const"].toString(QStringLiteral("answer"));
            QVERIFY2(text.contains(".TP\n.B " + event.toUtf8() + '\n'), qPrintable(event));
        }
    }

    void everyRequestsFieldsAreOptionsOfItsCommand()
    {
        const Program program;
        for (const auto &verb : imagebuilder::headless::feedVerbs()) {
            if (verb.words.isEmpty())
                continue;
            const auto help = program.run(verb.words + QStringList{"--help"});
            QCOMPARE(help.exitCode, 0);
            for (const auto &option : verb.options + QStringList{"output"})
                QVERIFY2(help.out.contains("--" + option.toUtf8() + ' '), qPrintable(verb.name + u' ' + option));
        }
    }

    void cleanup()
    {
        m_lines.clear();
        m_rest.clear();
    }

private:
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// A number of /proc/PID/FILE behind its name; -1 where there is none.
    static qint64 ofProcess(const QByteArray &process, const char *file, const QByteArray &name)
    {
        const auto path = QStringLiteral("/proc/%1/%2").arg(QString::fromUtf8(process), QLatin1StringView(file));
        for (const auto &line : read(path).split('\n'))
            if (line.startsWith(name))
                return line.sliced(name.size()).trimmed().split(' ').first().toLongLong();
        return -1;
    }
    static void ask(QProcess &feed, const QJsonObject &request)
    {
        feed.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
    }
    /// True when a line is of this kind; "state" is the build's or the answer's, "paused" the schedule's.
    static bool fits(const QJsonObject &line, const QJsonObject &wanted)
    {
        for (const auto &key : wanted.keys()) {
            auto value = line.value(key);
            if (key == u"state" && line.value("event").toString() == u"build")
                value = line.value("build")[u"state"];
            if (key == u"paused")
                value = line.value("status")[u"schedule"][u"paused"].isObject();
            if (value != wanted.value(key))
                return false;
        }
        return true;
    }
    /// The next line of this kind, the ones before it taken; each must fit the schema. Empty when none came.
    QJsonObject until(QProcess &feed, const QJsonObject &wanted)
    {
        QElapsedTimer time;
        time.start();
        while (time.elapsed() < 60'000) {
            m_rest += feed.readAllStandardOutput();
            for (auto end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n')) {
                const auto line = QJsonDocument::fromJson(m_rest.first(end)).object();
                m_rest.remove(0, end + 1);
                m_lines << line;
                if (fits(line, wanted))
                    return line;
            }
            feed.waitForReadyRead(1000);
        }
        return {};
    }
    /// Ends a feed, which must be glad to, and checks all that it said.
    void end(QProcess &feed)
    {
        feed.terminate();
        const auto ended = Program::wait(feed);
        QCOMPARE(ended.exitCode, 0);
        QCOMPARE(ended.err, QByteArray());
        QMap<QString, int> seen;
        for (const auto &line : std::as_const(m_lines)) {
            // One process of Python for each would take a minute; each kind and state of line is enough.
            const auto kind = line.value("event").toString() + line.value("state").toString() +
                              line.value("build")[u"state"].toString();
            if (++seen[kind] <= 2)
                QCOMPARE(checkedBySchema(QStringLiteral("feed"), line), QString());
        }
        cleanup();
    }

    QList<QJsonObject> m_lines;
    QByteArray m_rest;
};

IMAGEBUILDER_TEST(FeedProgramTest, "feed")
#include "feedtest.moc"
