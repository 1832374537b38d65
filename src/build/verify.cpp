// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/verify.h"

#include "build/boot.h"
#include "build/checks.h"
#include "build/properties.h"
#include "build/provision.h"
#include "build/remote.h"
#include "build/timelimit.h"
#include "build/userdata.h"
#include "build/volume.h"

namespace imagebuilder::build {

namespace {

constexpr milliseconds checkLoginDeadline = std::chrono::minutes(2);
constexpr milliseconds checkDeadline = std::chrono::minutes(30); // the operator's script is in it
constexpr milliseconds removalDeadline = std::chrono::minutes(10);
constexpr qsizetype errorBytes = 1000;

/// The build as its verification sees it: a VM of its own, of the snapshot, that nothing is installed in.
ProgressPtr trialOf(const Progress &build)
{
    auto trial = std::make_shared<Progress>(build);
    trial->request.userData.clear();
    trial->baseImageId = build.snapshotId;
    trial->serverId.clear();
    trial->volumeId.clear();
    trial->addresses.clear();
    trial->knownHosts.clear();
    return trial;
}

/// The builder's, or that of an interrupted attempt, or the trial's own: there is never more than one.
Task<Result<void>> removeVm(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_CHECK(co_await removeServers(site, build->id, stop));
    co_return co_await removeVolumes(site, build->id, stop);
}

Task<Result<void>> runChecks(Site &site, ProgressPtr build, ProgressPtr trial, std::stop_token stop)
{
    ssh::Command command;
    command.line = QStringLiteral("sudo -n /bin/sh -s");
    command.input = checkProgram(build->request, site.options.sshUser, build->runnerVersion);
    command.timeout = checkDeadline;
    command.onLine = [&site, build](const QByteArray &line) {
        tell(site, *build, step::verify, QString::fromUtf8(line));
    };
    IB_CO_TRY(const auto outcome, co_await runInServer(site, trial, command, checkLoginDeadline, stop));
    if (outcome.exitCode == 0 && saysVerified(outcome.output))
        co_return Result<void>{};
    const auto failed = failedChecks(outcome.output);
    if (!failed.isEmpty())
        co_return failure(ErrorKind::Script, QStringLiteral("check %1").arg(failed.join(u"; check ")));
    co_return failure(ErrorKind::Script, QStringLiteral("the checks ended with exit code %1: %2")
                                             .arg(outcome.exitCode)
                                             .arg(QString::fromUtf8(outcome.errors.right(errorBytes).trimmed())));
}

Task<Result<void>> tryImage(Site &site, ProgressPtr build, std::stop_token stop)
{
    const auto trial = trialOf(*build);
    IB_CO_TRY(const auto userData, hostKeysUserData());
    IB_CO_CHECK(co_await bootAs(site, trial, userData, step::verify, stop));
    IB_CO_CHECK(co_await provisionAs(site, trial, step::verify, stop));
    co_return co_await runChecks(site, build, trial, stop);
}

/// Whether an error is the image's own, and not the cloud's or the network's.
bool isTheImages(const Error &error)
{
    return error.kind() == ErrorKind::Script || error.kind() == ErrorKind::Ssh || error.kind() == ErrorKind::Timeout;
}

/// Takes the image out of the build, so that undo leaves it, and says what it is on the image itself.
Task<Result<void>> quarantine(Site &site, ProgressPtr build, std::stop_token stop)
{
    const openstack::Properties mark{{property::state, imageState::bad}};
    IB_CO_CHECK(co_await site.cloud.images().setProperties(build->snapshotId, mark, stop));
    IB_CO_TRY(const auto known, site.journal.resources(build->id));
    for (const auto &resource : known)
        if (resource.kind == u"image" && resource.id == build->snapshotId)
            IB_CO_CHECK(site.journal.gone(resource.row));
    co_return site.journal.noteStep(build->id, step::verify, {{"quarantined", build->snapshotId}});
}

Task<Result<void>> removeTrial(Site &site, ProgressPtr build)
{
    const TimeLimit limit(site.clock, removalDeadline, {});
    const auto removed = co_await removeVm(site, build, limit.token());
    if (!removed)
        co_return failure(limit.explained(removed.error(), QStringLiteral("removing the VM")));
    co_return removed;
}

} // namespace

Task<Result<void>> verify(Site &site, ProgressPtr build, std::stop_token stop)
{
    if (!build->request.isVerified())
        co_return Result<void>{};
    IB_CO_CHECK(co_await removeVm(site, build, stop));
    const auto tried = co_await tryImage(site, build, stop);
    if (tried)
        co_return co_await removeTrial(site, build);
    if (stop.stop_requested() || !isTheImages(tried.error()))
        co_return tried;
    const auto kept = co_await quarantine(site, build, stop);
    if (!kept)
        co_return failure(tried.error().withContext(QStringLiteral("image %1 could not be kept as bad either (%2)")
                                                        .arg(build->snapshotId, kept.error().text())));
    co_return failure(ErrorKind::Script,
                      QStringLiteral("a VM made from the new image did not pass: %1. What consumers have stays; the "
                                     "image is kept on cloud %2 as bad, as %3: look into it, then delete it")
                          .arg(tried.error().message(), site.cloud.name(), build->snapshotId));
}

} // namespace imagebuilder::build
