// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "ssh/command.h"

#include "ssh/hostkeys.h"
#include "support/sshserver.h"
#include "support/testmain.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>

using namespace imagebuilder;
using namespace imagebuilder::ssh;

/// Against a real sshd, with the real client.
class CommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<testing::SshServer>();
        QVERIFY2(m_server->isRunning(), m_server->log().constData());
    }

    void outputErrorsAndCodeOfTheCommandComeBack()
    {
        const auto outcome = runLine(QStringLiteral("echo out; echo err >&2; exit 7"));
        QVERIFY2(outcome, qPrintable(outcome ? QString() : outcome.error().message()));
        QCOMPARE(outcome->exitCode, 7);
        QCOMPARE(outcome->output, QByteArray("out\n"));
        QCOMPARE(outcome->errors, QByteArray("err\n"));
    }

    void linesAreToldAsTheyComeWithoutControlCodes()
    {
        QByteArrayList lines;
        Command command{.line = QStringLiteral("printf 'a\\033[31mred\\033[0m\\r\\n\\033]0;title\\007b\\nlast'"),
                        .onLine = [&lines](const QByteArray &line) {
                            lines << line;
                        }};
        QVERIFY(QCoro::waitFor(run(target(), command, {})));
        QCOMPARE(lines, QByteArrayList({"ared", "b", "last"}));
    }

    void muchOutputIsCutAndDoesNotBlock()
    {
        const auto outcome =
            runLine(QStringLiteral("head -c 12000000 /dev/zero; head -c 300000 /dev/zero >&2; echo end >&2"));
        QVERIFY(outcome);
        QCOMPARE(outcome->output.size(), 4LL * 1024 * 1024);
        QCOMPARE(outcome->errors.size(), 64LL * 1024);
        QVERIFY2(outcome->errors.endsWith("end\n"), "what was said last is kept");
    }

    void aSecretGoesThroughStandardInputOnly()
    {
        qputenv("OS_PASSWORD", "s3cret-in-environment");
        std::stop_source stop;
        QByteArray seen;
        Command command{.line = QStringLiteral("wc -c; sleep 100"),
                        .input = "s3cret-in-input",
                        .timeout = seconds(20),
                        .onLine = [&stop, &seen](const QByteArray &) {
                            seen = everythingOfOurChildren();
                            stop.request_stop();
                        }};
        const auto outcome = QCoro::waitFor(run(target(), command, stop.get_token()));
        qunsetenv("OS_PASSWORD");
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind(), ErrorKind::Cancelled);
        QVERIFY2(seen.contains("StrictHostKeyChecking"), "the child was looked at while it ran");
        QVERIFY(!seen.contains("s3cret"));
        QVERIFY2(!everythingOfOurChildren().contains("StrictHostKeyChecking"), "it is gone and reaped");
    }

    void bytesOfStandardInputArriveUnchanged()
    {
        QByteArray input(300000, '\0');
        for (qsizetype i = 0; i < input.size(); ++i)
            input[i] = static_cast<char>(i * 7);
        Command command{.line = QStringLiteral("cat"), .input = input};
        QCOMPARE(QCoro::waitFor(run(target(), command, {}))->output, input);
    }

    void anotherHostKeyIsRefused()
    {
        auto wrong = target();
        wrong.knownHosts = knownHosts({{foreignKey()}}, {wrong.address}, wrong.port);
        const auto outcome = QCoro::waitFor(run(wrong, {.line = QStringLiteral("true")}, {}));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind(), ErrorKind::Ssh);
        QVERIFY2(outcome.error().text().contains(u"Host key verification failed"), qPrintable(outcome.error().text()));
    }

    void withoutAHostKeyNothingIsTried()
    {
        auto unknown = target();
        unknown.knownHosts.clear();
        QCOMPARE(QCoro::waitFor(run(unknown, {.line = QStringLiteral("true")}, {})).error().kind(), ErrorKind::Ssh);
    }

    void anotherLoginKeyIsRefusedInSshsOwnWords()
    {
        const testing::SshServer other;
        auto wrong = target();
        wrong.privateKey = other.key();
        const auto outcome = QCoro::waitFor(run(wrong, {.line = QStringLiteral("true")}, {}));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind(), ErrorKind::Ssh);
        QVERIFY2(outcome.error().text().contains(u"Permission denied"), qPrintable(outcome.error().text()));
    }

    void aPortWhereNobodyListensIsAnSshError()
    {
        auto nobody = target();
        nobody.port = 1;
        nobody.knownHosts = knownHosts({{m_server->hostKey()}}, {nobody.address}, nobody.port);
        const auto outcome = QCoro::waitFor(run(nobody, {.line = QStringLiteral("true")}, {}));
        QCOMPARE(outcome.error().kind(), ErrorKind::Ssh);
        QVERIFY2(outcome.error().text().contains(u"refused"), qPrintable(outcome.error().text()));
    }

    void aTimeoutEndsTheChild()
    {
        QElapsedTimer timer;
        timer.start();
        const auto outcome =
            QCoro::waitFor(run(target(), {.line = QStringLiteral("sleep 100"), .timeout = milliseconds(300)}, {}));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind(), ErrorKind::Timeout);
        QVERIFY(timer.elapsed() < 10000);
        QVERIFY(!everythingOfOurChildren().contains("StrictHostKeyChecking"));
    }

    void aStopBeforehandStartsNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto outcome = QCoro::waitFor(run(target(), {.line = QStringLiteral("true")}, stop.get_token()));
        QCOMPARE(outcome.error().kind(), ErrorKind::Cancelled);
    }

    void aKeyPathWithOddCharactersWorks()
    {
        const QTemporaryDir folder;
        auto odd = target();
        odd.privateKey = folder.filePath(QStringLiteral("a key %d \"x\" \\y"));
        QVERIFY(QFile::copy(m_server->key(), odd.privateKey));
        const auto outcome = QCoro::waitFor(run(odd, {.line = QStringLiteral("echo hello")}, {}));
        QVERIFY2(outcome, qPrintable(outcome ? QString() : outcome.error().message()));
        QCOMPARE(outcome->output, QByteArray("hello\n"));
    }

private:
    Target target() const
    {
        const auto address = QStringLiteral("127.0.0.1");
        return {.user = m_server->user(),
                .address = address,
                .port = m_server->port(),
                .privateKey = m_server->key(),
                .knownHosts = knownHosts({{m_server->hostKey()}}, {address}, m_server->port())};
    }
    Result<Outcome> runLine(const QString &line) const
    {
        return QCoro::waitFor(run(target(), {.line = line, .timeout = seconds(20)}, {}));
    }
    static QByteArray foreignKey()
    {
        return "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q";
    }
    /// Command lines and environments of the ssh processes that are our children.
    static QByteArray everythingOfOurChildren()
    {
        QByteArray all;
        const auto parent = "\nPPid:\t" + QByteArray::number(QCoreApplication::applicationPid()) + '\n';
        for (const auto &process : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
            const auto read = [&process](QStringView name) {
                QFile file(QStringLiteral("/proc/%1/%2").arg(process, name));
                return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
            };
            if (read(u"status").contains(parent))
                all += read(u"cmdline") + read(u"environ");
        }
        return all;
    }

    std::unique_ptr<testing::SshServer> m_server;
};

IMAGEBUILDER_TEST(CommandTest, "command")
#include "commandtest.moc"
