// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "deliveryfixture.h"
#include "support/testmain.h"

using namespace imagebuilder::testing;

namespace {

/// Runs a program in a terminal of its own (a pty of 60 × 12), presses q when its first frame is there, and ends with
/// the program's code; what the terminal got goes to standard output.
const QString inTerminal = QStringLiteral(R"py(
import fcntl, os, pty, struct, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 12, 60, 0, 0))
seen = b""
pressed = False
while True:
    try:
        some = os.read(terminal, 4096)
    except OSError:
        break
    if not some:
        break
    seen += some
    if b"running" in seen and not pressed:
        pressed = True
        os.write(terminal, b"q")
sys.stdout.buffer.write(seen)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
)py");

} // namespace

class WatchingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesFollowTheBuildOfAnotherProcessToItsEnd()
    {
        DeliveryFixture fixture;
        const auto build = fixture.program().start(fixture.buildArguments({}));
        // Until the build stands in the journal there is nothing to watch.
        const QStringList list{"builds", "list", "--output", "json"};
        QTRY_VERIFY(!fixture.program().run(list).json().value("builds").toArray().isEmpty());
        const auto ended = fixture.program().run({"builds", "watch"});
        QCOMPARE(ended.exitCode, 0);
        const auto &seen = ended.out;
        QCOMPARE(Program::wait(*build).exitCode, 0);
        QVERIFY2(seen.contains("ci-noble-x64 running in step"), seen.constData());
        QVERIFY2(seen.contains("ci-noble-x64 succeeded"), seen.constData());
    }

    void aTerminalIsLeftAsItWas()
    {
        DeliveryFixture fixture;
        fixture.interrupt(fixture.buildArguments({}), {{"method", "POST"}, {"path", "/servers/[^/]+/action$"}});
        const auto process = fixture.program().start({"builds", "watch"}, {"python3", "-c", inTerminal});
        const auto ended = Program::wait(*process);
        QCOMPARE(ended.exitCode, 0);
        QVERIFY2(ended.out.startsWith("\x1b[?1049h"), ended.out.constData());
        QVERIFY2(ended.out.contains("ci-noble-x64  interrupted"), ended.out.constData());
        QVERIFY2(ended.out.endsWith("\x1b[?1049l"), ended.out.constData());
    }
};

IMAGEBUILDER_TEST(WatchingTest, "watching")
#include "watchingtest.moc"
