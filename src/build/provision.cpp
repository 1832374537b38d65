// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/provision.h"

#include "build/console.h"
#include "build/remote.h"
#include "ssh/hostkeys.h"

namespace imagebuilder::build {

namespace {

constexpr int consoleLinesInError = 15;

/// What the console gave so far; shared between the follower and the step.
struct ConsoleView
{
    QString step; ///< under whose name it is told
    ConsoleMerger merger;
    QByteArray latest;
    QString runner;
    Result<ssh::HostKeys> keys = failure(ErrorKind::NotFound, QStringLiteral("no host keys yet"));
};

void takeConsole(const Site &site, const Progress &build, ConsoleView &view, const QByteArray &window)
{
    view.latest = window;
    for (const auto &line : view.merger.add(window))
        tell(site, build, view.step, QString::fromUtf8(line));
    if (const auto runner = installedRunner(window); !runner.isEmpty())
        view.runner = QString::fromUtf8(runner);
    view.keys = ssh::hostKeysSoFar(view.keys, window);
}

/// The end of an error: the step of our script that failed with what it said, else the console's end.
QByteArray whyItFailed(const QByteArray &console)
{
    const auto step = failedScriptStep(console);
    const auto said = step.isEmpty() ? QByteArray() : failedStepOutput(console, consoleLinesInError);
    if (!said.isEmpty())
        return " at step " + step + ", which said:\n" + said;
    return (step.isEmpty() ? QByteArray() : " at step " + step) + ". The console ends with:\n" +
           consoleEnd(console, consoleLinesInError);
}

Result<void> remember(Site &site, Progress &build, const ConsoleView &view, const ssh::HostKeys &keys)
{
    build.knownHosts = ssh::knownHosts(keys, build.addresses, site.options.sshPort);
    return site.journal.noteStep(build.id, view.step, {{"known-hosts", QString::fromUtf8(build.knownHosts)}});
}

Task<Result<void>> hostKeysFromConsole(Site &site, ProgressPtr build, std::shared_ptr<ConsoleView> view,
                                       std::stop_token stop)
{
    const auto take = [&site, build, view](const QByteArray &window) {
        takeConsole(site, *build, *view, window);
        return view->keys || view->keys.error().kind() != ErrorKind::NotFound;
    };
    // Ours shows them minutes after the boot; an operator's cloud-config may install for an hour before that.
    const auto patience =
        build->request.userData.isEmpty() ? site.options.bootDeadline : site.options.provisionDeadline;
    const auto shown = co_await site.watcher.console(build->serverId, take, patience, Watcher::Pace::Soon, stop);
    if (!shown && (shown.error().kind() == ErrorKind::NotFound || shown.error().kind() == ErrorKind::Conflict))
        co_return failure(ErrorKind::Ssh,
                          QStringLiteral("cloud %1 gives no console log of server %2 (%3), so its host keys cannot be "
                                         "known; name a file with them: --host-key-from FILE")
                              .arg(site.cloud.name(), build->serverId, shown.error().text()));
    if (!shown)
        co_return std::unexpected(shown.error());
    if (!view->keys)
        co_return std::unexpected(view->keys.error());
    co_return remember(site, *build, *view, *view->keys);
}

/// Follows the console for the log until stopped; what it meets is no error of the build, but forged keys are kept.
Task<Result<void>> follow(Site &site, ProgressPtr build, std::shared_ptr<ConsoleView> view,
                          std::shared_ptr<std::stop_source> forged, std::stop_token stop)
{
    const auto take = [&site, build, view, forged](const QByteArray &window) {
        takeConsole(site, *build, *view, window);
        const bool bad = !view->keys && view->keys.error().kind() == ErrorKind::Ssh;
        if (bad)
            forged->request_stop();
        return bad;
    };
    co_return co_await site.watcher.console(build->serverId, take, site.options.provisionDeadline, Watcher::Pace::Long,
                                            stop);
}

Task<Result<ssh::Outcome>> waitForCloudInit(Site &site, ProgressPtr build, QString asStep, Deadline deadline,
                                            std::stop_token stop)
{
    while (true) {
        const auto connecting = std::min(deadline.left(), site.options.bootDeadline);
        IB_CO_TRY(const auto target, co_await reachServer(site, build, connecting, stop));
        const ssh::Command command{.line = QStringLiteral("cloud-init status --wait --long"),
                                   .timeout = deadline.left()};
        auto outcome = co_await ssh::run(target, command, stop);
        const bool lost = !outcome && outcome.error().kind() == ErrorKind::Ssh;
        if (!lost || deadline.passed())
            co_return outcome;
        // cloud-init may restart the network or the VM; waiting again is safe.
        tell(site, *build, asStep, QStringLiteral("connection lost, connecting again: %1").arg(outcome.error().text()));
    }
}

Task<Result<void>> provisionWatched(Site &site, ProgressPtr build, std::shared_ptr<ConsoleView> view, Deadline deadline,
                                    std::stop_token stop)
{
    IB_CO_TRY(const auto outcome, co_await waitForCloudInit(site, build, view->step, deadline, stop));
    // What came since the follower looked last; where there is no console, the exit code must do.
    const auto console = co_await site.cloud.compute().consoleLog(build->serverId, stop);
    if (console)
        takeConsole(site, *build, *view, *console);
    const auto said = outcome.output + outcome.errors;
    switch (judgeCloudInit(outcome.exitCode, said, view->latest)) {
    case CloudInitVerdict::Done:
        co_return Result<void>{};
    case CloudInitVerdict::DoneWithWarnings:
        tell(site, *build, view->step,
             QStringLiteral("cloud-init had errors that it could recover from: %1")
                 .arg(QString::fromUtf8(said.simplified())),
             Event::Kind::Warning);
        co_return Result<void>{};
    case CloudInitVerdict::Failed:
        break;
    }
    co_return failure(ErrorKind::Script, QStringLiteral("cloud-init failed in server %1 (exit code %2)%3")
                                             .arg(build->serverId)
                                             .arg(outcome.exitCode)
                                             .arg(QString::fromUtf8(whyItFailed(view->latest))));
}

} // namespace

CloudInitVerdict judgeCloudInit(int exitCode, const QByteArray &text, const QByteArray &console)
{
    const bool saysError = text.contains("status: error");
    const bool scriptFailed =
        !failedScriptStep(console).isEmpty() || text.contains("scripts_user") || text.contains("scripts-user");
    if (saysError || scriptFailed || (exitCode != 0 && exitCode != 2))
        return CloudInitVerdict::Failed;
    return exitCode == 2 ? CloudInitVerdict::DoneWithWarnings : CloudInitVerdict::Done;
}

Task<Result<void>> provision(Site &site, ProgressPtr build, std::stop_token stop)
{
    co_return co_await provisionAs(site, build, step::provision, stop);
}

Task<Result<void>> provisionAs(Site &site, ProgressPtr build, QString asStep, std::stop_token stop)
{
    const Deadline deadline(site.clock, site.options.provisionDeadline);
    auto view = std::make_shared<ConsoleView>();
    view->step = asStep;
    if (!site.options.hostKeys.isEmpty()) {
        IB_CO_TRY(const auto keys, ssh::parseHostKeys(site.options.hostKeys));
        IB_CO_CHECK(remember(site, *build, *view, keys));
    } else if (build->knownHosts.isEmpty()) {
        IB_CO_CHECK(co_await hostKeysFromConsole(site, build, view, stop));
    } else {
        view->keys = ssh::keysOf(build->knownHosts); // as an interrupted attempt saw them
    }

    auto forged = std::make_shared<std::stop_source>();
    std::stop_source inner;
    const std::stop_callback fromOutside(stop, [inner]() mutable { inner.request_stop(); });
    const std::stop_callback fromConsole(forged->get_token(), [inner]() mutable { inner.request_stop(); });
    auto following = follow(site, build, view, forged, inner.get_token());
    auto result = co_await provisionWatched(site, build, view, deadline, inner.get_token());
    inner.request_stop();
    (void)co_await following;
    if (!view->keys && view->keys.error().kind() == ErrorKind::Ssh)
        co_return std::unexpected(view->keys.error());
    IB_CO_CHECK(result);
    if (view->runner.isEmpty())
        co_return result;
    build->runnerVersion = view->runner;
    co_return site.journal.noteStep(build->id, asStep, {{"runner", view->runner}});
}

} // namespace imagebuilder::build
