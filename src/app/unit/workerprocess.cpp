// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/workerprocess.h"

#include "app/unit/ownprogram.h"
#include "app/unit/programcopy.h"
#include "app/unit/unitfiles.h"
#include "base/child.h"
#include "base/filelock.h"
#include "base/logging.h"
#include "base/taskscope.h"

#include <QtCore/QFileInfo>
#include <QtCore/QProcess>

namespace imagebuilder::app {

namespace {

constexpr milliseconds lookForWishes = milliseconds(200);
constexpr milliseconds jujuPatience = std::chrono::minutes(30); ///< another hook of the unit may run that long
constexpr milliseconds beforeNextCall = seconds(30);
constexpr milliseconds longestWork = std::chrono::hours(24 * 7);
/// What the worker ends with when another one is at work.
constexpr int anotherWorks = 6;

/// A worker that has been started, and its end.
struct Attendance
{
    bool ended = false;
    int exitCode = 0;
};

Task<void> runWorker(UnitPlaces places, std::shared_ptr<Attendance> attendance, std::stop_token stop)
{
    auto words = asWorker(programWords() << QStringLiteral("worker"));
    const ChildCommand command{.program = words.takeFirst(),
                               .arguments = words,
                               .input = {},
                               .timeout = longestWork,
                               .maxOutput = 64LL * 1024,
                               .onLine = {},
                               .environment = workerEnvironment(places)};
    const auto outcome = co_await runChild(command, stop);
    attendance->exitCode = outcome ? outcome->exitCode : -1;
    attendance->ended = true;
}

/// juju-exec runs where Juju puts it, and refuses whoever has the environment of a hook.
Task<Result<void>> callBuilt(UnitPlaces places, QString unit, Clock &clock, std::stop_token stop)
{
    const ChildCommand command{.program = places.at(QStringLiteral("/usr/bin/juju-exec")),
                               .arguments = {unit, QStringLiteral("JUJU_DISPATCH_PATH=built ./dispatch")},
                               .input = {},
                               .timeout = jujuPatience,
                               .onLine = {},
                               .environment = workerEnvironment(places)};
    for (;;) {
        const auto outcome = co_await runChild(command, stop);
        if (outcome && outcome->exitCode == 0)
            co_return Result<void>{};
        qCWarning(lcApp).noquote() << "Juju could not be told what is new; it is tried again:"
                                   << (outcome ? QString::fromUtf8(outcome->errors).simplified()
                                               : outcome.error().message());
        IB_CO_CHECK(co_await clock.sleep(beforeNextCall, stop));
    }
}

} // namespace

QProcessEnvironment workerEnvironment(const UnitPlaces &places)
{
    QProcessEnvironment environment;
    for (const auto &file : {places.workerEnvironment(), places.operatorsEnvironment()}) {
        for (const auto &line : QString::fromUtf8(readUnitFile(file)).split(u'\n')) {
            const auto name = line.section(u'=', 0, 0).trimmed();
            if (line.contains(u'=') && !name.startsWith(u'#'))
                environment.insert(name, line.section(u'=', 1));
        }
    }
    return environment;
}

QStringList detachedWords(const UnitPlaces &places, const QStringList &words)
{
    if (!QFile::exists(places.at(QStringLiteral("/run/systemd/system"))))
        return words;
    // A unit of its own: what runs in the agent's would end with the agent. Its environment comes from the file, for
    // words are there for everyone to read.
    return QStringList{QStringLiteral("systemd-run"),
                       QStringLiteral("--quiet"),
                       QStringLiteral("--collect"),
                       QStringLiteral("--description=image builds of the charm"),
                       QStringLiteral("--property=EnvironmentFile=") + places.workerEnvironment(),
                       QStringLiteral("--")} +
           words;
}

Result<void> startWorker(const UnitPlaces &places, const juju::HookEnvironment &hook)
{
    IB_TRY(const auto free, FileLock::tryLock(places.workLock()));
    if (!free)
        return {};
    IB_CHECK(handToWorker(places.workLock()));
    IB_TRY(const auto program, copyProgram(places, hook.charmFolder));
    auto words =
        detachedWords(places, program + QStringList{QStringLiteral("worker"), QStringLiteral("--attend"), hook.unit});
    QProcess process;
    process.setProgram(words.takeFirst());
    process.setArguments(words);
    process.setProcessEnvironment(workerEnvironment(places));
    process.setWorkingDirectory(QStringLiteral("/"));
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    if (!process.startDetached())
        return failure(ErrorKind::Internal,
                       QStringLiteral("no worker could be started: %1").arg(process.errorString()));
    return {};
}

Task<Result<void>> attendWorker(UnitPlaces places, QString unit, Clock &clock, std::stop_token stop)
{
    const auto attendance = std::make_shared<Attendance>();
    auto heard = readUnitFile(places.wanted());
    TaskScope scope;
    scope.spawn(runWorker(places, attendance, stop));
    while (!attendance->ended) {
        (void)co_await clock.sleep(lookForWishes, stop);
        const auto wish = readUnitFile(places.wanted());
        if (wish == heard || stop.stop_requested())
            continue;
        heard = wish;
        (void)co_await callBuilt(places, unit, clock, stop);
    }
    co_await scope.drain();
    if (stop.stop_requested() || attendance->exitCode == anotherWorks)
        co_return Result<void>{};
    if (readUnitFile(places.wanted()) == heard && attendance->exitCode == 0)
        co_return Result<void>{};
    co_return co_await callBuilt(places, unit, clock, stop);
}

} // namespace imagebuilder::app
