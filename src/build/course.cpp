// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/course.h"

#include "build/boot.h"
#include "build/customise.h"
#include "build/distribute.h"
#include "build/prepare.h"
#include "build/provision.h"
#include "build/prune.h"
#include "build/publish.h"
#include "build/replay.h"
#include "build/seal.h"
#include "build/snapshot.h"
#include "build/timelimit.h"
#include "build/userdata.h"
#include "build/verify.h"
#include "build/volume.h"

#include <algorithm>
#include <array>

namespace imagebuilder::build {

namespace {

using StepFunction = Task<Result<void>> (*)(Site &, ProgressPtr, std::stop_token);

/// How long what comes after the last chance to cancel may take, a step.
constexpr milliseconds closingDeadline = std::chrono::minutes(10);

Task<Result<void>> bootVm(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_TRY(const auto userData, renderUserData(build->request));
    co_return co_await boot(site, build, userData, stop);
}

/// From here on nothing is taken back, so no stop gets through.
Task<Result<void>> publishAll(Site &site, ProgressPtr build, std::stop_token stop)
{
    if (stop.stop_requested())
        co_return failure(cancelled());
    const TimeLimit limit(site.clock, closingDeadline, {});
    co_return co_await publish(site, build, limit.token());
}

Task<Result<void>> pruneAll(Site &site, ProgressPtr build, std::stop_token stop)
{
    const TimeLimit limit(site.clock, closingDeadline, stop);
    co_await prune(site, build, limit.token());
    co_return Result<void>{};
}

Task<Result<void>> cleanUp(Site &site, ProgressPtr build, std::stop_token)
{
    const TimeLimit limit(site.clock, closingDeadline, {});
    auto removed = co_await removeServers(site, build->id, limit.token());
    if (removed)
        removed = co_await removeVolumes(site, build->id, limit.token());
    if (!removed)
        tell(site, *build, step::clean,
             QStringLiteral("the VM stays until `imagebuilderd gc --delete`: %1")
                 .arg(limit.explained(removed.error(), QStringLiteral("removing it")).message()),
             Event::Kind::Warning);
    co_return Result<void>{};
}

/// In stepOrder().
constexpr std::array<StepFunction, 11> functions{prepare, bootVm,     provision,  customise, seal,   snapshot,
                                                 verify,  distribute, publishAll, pruneAll,  cleanUp};

void announce(const Site &site, const Progress &build, const QString &name, Event::Kind kind, const QString &text)
{
    tell(site, build, name, text, kind);
}

Task<Result<void>> runStep(Site &site, ProgressPtr build, std::shared_ptr<store::BuildRecord> record, qsizetype index,
                           std::stop_token stop)
{
    const auto name = stepOrder().at(index);
    record->step = name;
    IB_CO_CHECK(site.journal.beginStep(build->id, name));
    IB_CO_CHECK(site.journal.updateBuild(*record));
    if (name == step::boot && build->redone)
        IB_CO_CHECK(site.journal.noteStep(build->id, name, {{"redone", true}}));
    announce(site, *build, name, Event::Kind::StepStarted, {});
    const auto function = functions.at(static_cast<std::size_t>(index));
    const auto result = co_await function(site, build, stop);
    const auto failed = stop.stop_requested() ? QStringLiteral("cancelled") : QStringLiteral("failed");
    const auto outcome = result ? QStringLiteral("ok") : failed;
    IB_CO_CHECK(site.journal.endStep(build->id, name, outcome));
    if (result && name == step::publish)
        build->published = true;
    announce(site, *build, name, Event::Kind::StepEnded, outcome);
    co_return inContext(result, name);
}

bool needsTheVm(const QString &name)
{
    return name == step::provision || name == step::customise || name == step::seal || name == step::snapshot;
}

/// Whether the step failed because its ground is gone, and not by itself. `first`: a resumed build's first step.
Task<bool> groundIsGone(Site &site, ProgressPtr build, QString name, ErrorKind kind, bool first, std::stop_token stop)
{
    if (build->redone || !needsTheVm(name) || stop.stop_requested())
        co_return false;
    if (name == step::snapshot && !build->volumeId.isEmpty()) // it stands on the volume, and takes the VM away itself
        co_return false;
    const bool lockedOut = kind == ErrorKind::Ssh || kind == ErrorKind::Conflict;
    if (first && lockedOut)
        co_return true;
    const auto server = co_await findServer(site, build->id, stop);
    co_return server && !*server;
}

/// Takes the VM and its snapshot away, so that boot makes a new one.
Task<Result<void>> beginAgain(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_CHECK(co_await removeServers(site, build->id, stop));
    IB_CO_TRY(const auto images, co_await imagesOfBuild(site.cloud, site.deployment, build->id, stop));
    for (const auto &image : images)
        IB_CO_CHECK(co_await site.cloud.images().remove(image.id, stop));
    IB_CO_CHECK(co_await removeVolumes(site, build->id, stop));
    IB_CO_TRY(const auto known, site.journal.resources(build->id));
    for (const auto &resource : known)
        if (resource.kind == u"image" && resource.cloud == site.cloud.name())
            IB_CO_CHECK(site.journal.gone(resource.row));
    build->volumeId.clear();
    build->serverId.clear();
    build->addresses.clear();
    build->knownHosts.clear();
    build->snapshotId.clear();
    build->scriptBegan = false;
    build->scriptSha256.clear();
    build->sealBegan = false;
    build->sealed = false;
    build->redone = true;
    co_return Result<void>{};
}

} // namespace

Task<Result<void>> runSteps(Site &site, ProgressPtr build, std::shared_ptr<store::BuildRecord> record, bool resumed,
                            std::stop_token stop)
{
    IB_CO_TRY(const auto taken, site.journal.steps(build->id));
    bool first = resumed;
    for (auto index = standingAt(taken); index < stepOrder().size(); ++index) {
        if (stop.stop_requested() && !build->published)
            co_return failure(cancelled().withContext(stepOrder().at(index)));
        const auto result = co_await runStep(site, build, record, index, stop);
        const bool wasFirst = std::exchange(first, false);
        if (result)
            continue;
        const auto name = stepOrder().at(index);
        const auto kind = result.error().kind();
        const bool gone = co_await groundIsGone(site, build, name, kind, wasFirst, stop);
        if (!gone)
            co_return result;
        tell(site, *build, name, QStringLiteral("beginning again with a new VM: %1").arg(result.error().message()),
             Event::Kind::Warning);
        IB_CO_CHECK(co_await beginAgain(site, build, stop));
        index = stepOrder().indexOf(step::boot) - 1;
    }
    co_return Result<void>{};
}

} // namespace imagebuilder::build
