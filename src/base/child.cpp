// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "base/child.h"

#include "base/childoutput.h"
#include "base/wakeup.h"

#include <QtCore/QProcess>
#include <QtCore/QTimer>

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>

namespace imagebuilder {

namespace {

constexpr milliseconds graceAfterTerminate = seconds(2);

/// All a client program needs; everything else of ours (OS_PASSWORD and its like) stays here. Messages are read by
/// people and logs, so they come in English.
QProcessEnvironment harmlessEnvironment()
{
    const auto ours = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment theirs;
    for (const auto *name : {"PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ"})
        if (const auto key = QString::fromLatin1(name); ours.contains(key))
            theirs.insert(key, ours.value(key));
    theirs.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    return theirs;
}

/// One running child; shared by the task and the signals of its QProcess.
struct Child
{
    explicit Child(const ChildCommand &command)
        : output(ChildOutput::Keep::First, command.maxOutput, command.onLine),
          errors(ChildOutput::Keep::Last, command.maxErrors, command.onLine)
    {
    }

    QProcess process;
    ChildOutput output;
    ChildOutput errors;
    Wakeup changed;
    bool timeUp = false;
    bool notStarted = false;

    bool ended() const { return notStarted || process.state() == QProcess::NotRunning; }
};

void connectSignals(Child &child)
{
    auto *process = &child.process;
    QObject::connect(process, &QProcess::readyReadStandardOutput, process,
                     [&child] { child.output.add(child.process.readAllStandardOutput()); });
    QObject::connect(process, &QProcess::readyReadStandardError, process,
                     [&child] { child.errors.add(child.process.readAllStandardError()); });
    QObject::connect(process, &QProcess::finished, process, [&child] { child.changed.notify(); });
    QObject::connect(process, &QProcess::errorOccurred, process, [&child](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        child.notStarted = true;
        child.changed.notify();
    });
}

void start(Child &child, const ChildCommand &command)
{
    auto &process = child.process;
    process.setProgram(command.program);
    process.setArguments(command.arguments);
    process.setProcessEnvironment(command.environment.value_or(harmlessEnvironment()));
    // A session of its own: Ctrl-C at our terminal is ours to handle, and nobody is asked for a password there.
    // (CloseFileDescriptors would close the pipe through which Qt hears that a program is missing; ours close on exec.)
    process.setUnixProcessParameters(QProcess::UnixProcessFlag::CreateNewSession |
                                     QProcess::UnixProcessFlag::ResetSignalHandlers);
    process.setChildProcessModifier([parent = ::getpid()] {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) // we died before the line above
            ::_exit(1);
    });
    process.start();
    process.write(command.input);
    process.closeWriteChannel();
}

/// Ends the child whatever it does, and reaps it.
Task<void> end(std::shared_ptr<Child> child)
{
    child->process.terminate();
    QTimer::singleShot(graceAfterTerminate, &child->process, [process = &child->process] { process->kill(); });
    while (!child->ended())
        (void)co_await child->changed.wait({});
}

ChildOutcome outcomeOf(Child &child)
{
    child.output.end();
    child.errors.end();
    const bool bySignal = child.process.exitStatus() == QProcess::CrashExit;
    return {.exitCode = child.process.exitCode() + (bySignal ? 128 : 0),
            .output = child.output.kept(),
            .errors = child.errors.kept()};
}

} // namespace

Task<Result<ChildOutcome>> runChild(ChildCommand command, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return failure(cancelled());
    const auto child = std::make_shared<Child>(command);
    connectSignals(*child);
    QTimer timer;
    timer.setSingleShot(true);
    timer.callOnTimeout([child = child.get()] {
        child->timeUp = true;
        child->changed.notify();
    });
    timer.start(command.timeout);
    start(*child, command);
    bool stopped = false;
    while (!child->ended() && !child->timeUp && !stopped) {
        const auto woken = co_await child->changed.wait(stop);
        stopped = !woken;
    }
    if (!child->ended()) {
        co_await end(child);
        if (stopped)
            co_return failure(cancelled());
        co_return failure(ErrorKind::Timeout, QStringLiteral("%1 did not end within %2 s and was ended")
                                                  .arg(command.program)
                                                  .arg(std::chrono::duration<double>(command.timeout).count()));
    }
    if (child->notStarted)
        co_return failure(ErrorKind::Config, QStringLiteral("the program %1 cannot be started (%2); is it installed?")
                                                 .arg(command.program, child->process.errorString()));
    co_return outcomeOf(*child);
}

} // namespace imagebuilder
