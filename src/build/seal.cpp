// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/seal.h"

#include "build/manifest.h"
#include "build/remote.h"
#include "build/script.h"

namespace imagebuilder::build {

namespace {

constexpr milliseconds sealLoginDeadline = std::chrono::minutes(2);
/// Who was interrupted in here may have locked himself out; a VM that runs answers within seconds.
constexpr milliseconds lockedOutDeadline = std::chrono::seconds(20);
constexpr milliseconds sealDeadline = std::chrono::minutes(10);

Task<Result<void>> makeAnonymous(Site &site, ProgressPtr build, std::stop_token stop)
{
    ssh::Command command;
    command.line = QStringLiteral("sudo -n /bin/sh -s");
    command.input = sealProgram(site.options.sshUser);
    command.timeout = sealDeadline;
    command.onLine = [&site, build](const QByteArray &line) {
        tell(site, *build, step::seal, QString::fromUtf8(line));
    };
    const auto patience = build->sealBegan ? lockedOutDeadline : sealLoginDeadline;
    IB_CO_CHECK(site.journal.noteStep(build->id, step::seal, {{"began", true}}));
    IB_CO_TRY(const auto outcome, co_await runInServer(site, build, command, patience, stop));
    if (outcome.exitCode != 0 || !outcome.output.contains("imagebuilder: sealed"))
        co_return failure(ErrorKind::Script, QStringLiteral("server %1 could not be made clean (exit code %2): %3")
                                                 .arg(build->serverId)
                                                 .arg(outcome.exitCode)
                                                 .arg(QString::fromUtf8(outcome.errors.right(2000).trimmed())));
    build->sealed = true;
    co_return site.journal.noteStep(build->id, step::seal, {{"sealed", true}});
}

} // namespace

Task<Result<void>> seal(Site &site, ProgressPtr build, std::stop_token stop)
{
    // Before the key is gone; who was interrupted after that has told already, or never will.
    if (!build->sealed && !build->sealBegan)
        IB_CO_CHECK(co_await collectManifest(site, build, stop));
    if (!build->sealed)
        IB_CO_CHECK(co_await makeAnonymous(site, build, stop));
    IB_CO_CHECK(co_await site.cloud.compute().stopServer(build->serverId, stop));
    const auto stopped = [](const std::optional<openstack::Server> &server) {
        return !server || server->status == u"ERROR" || (server->status == u"SHUTOFF" && server->taskState.isEmpty());
    };
    IB_CO_TRY(const auto server, co_await site.watcher.server(build->serverId, stopped, site.options.stopDeadline,
                                                              Watcher::Pace::Soon, stop));
    if (!server || server->status != u"SHUTOFF")
        co_return failure(ErrorKind::Unavailable, QStringLiteral("server %1 did not stop on cloud %2: it is %3")
                                                      .arg(build->serverId, site.cloud.name(),
                                                           server ? server->status : QStringLiteral("gone")));
    co_return Result<void>{};
}

} // namespace imagebuilder::build
