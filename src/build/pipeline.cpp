// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/pipeline.h"

#include "base/ids.h"
#include "build/buildlock.h"
#include "build/cancelwatch.h"
#include "build/course.h"
#include "build/replay.h"
#include "build/undo.h"

namespace imagebuilder::build {

using store::BuildRecord;
using store::BuildState;

namespace {

BuildRecord newRecord(const Site &site, const Request &request, const QString &trigger)
{
    return {.id = request.id.isEmpty() ? newBuildId() : request.id,
            .imageName = request.imageName,
            .base = request.release.codename,
            .arch = request.arch.name,
            .trigger = trigger,
            .cloud = site.cloud.name(),
            .request = request.toJson()};
}

/// What the journal knows of an open build; Conflict when it has ended meanwhile.
Result<BuildRecord> stillOpen(const Site &site, const QString &id)
{
    IB_TRY(const auto record, site.journal.build(id));
    if (record && record->state == BuildState::Running)
        return *record;
    return failure(ErrorKind::Conflict, QStringLiteral("build %1 is not open any more").arg(id));
}

Result<ProgressPtr> progressOf(const Site &site, const QString &id, Request request)
{
    auto progress = std::make_shared<Progress>();
    progress->id = id;
    progress->request = std::move(request);
    IB_TRY(const auto steps, site.journal.steps(id));
    IB_TRY(const auto deliveries, site.journal.deliveries(id));
    replay(steps, deliveries, *progress);
    return progress;
}

Result<void> closeBuild(Site &site, BuildRecord record, BuildState state)
{
    record.state = state;
    record.ended = site.clock.now();
    IB_CHECK(site.journal.updateBuild(record));
    removeBuildLock(site.lockFolder, record.id);
    return {};
}

/// Undoes and closes, as what the record says that it ended with. What could not be undone stays open in the journal,
/// so that the next start tries again.
Task<Result<void>> undoAndClose(Site &site, ProgressPtr build, BuildRecord record, std::stop_token stop)
{
    IB_CO_CHECK(co_await undo(site, build, stop));
    const bool wasCancelled = record.errorKind == errorKindName(ErrorKind::Cancelled);
    const auto unpublished = wasCancelled ? BuildState::Cancelled : BuildState::Failed;
    co_return closeBuild(site, record, build->published ? BuildState::Succeeded : unpublished);
}

/// Takes back what failed. The reason stands in the journal before: a process that dies here leaves the rest to the
/// next.
Task<Error> giveUp(Site &site, ProgressPtr build, BuildRecord record, Error error)
{
    record.error = error.message();
    record.errorKind = errorKindName(error.kind());
    if (const auto noted = site.journal.updateBuild(record); !noted)
        tell(site, *build, record.step, noted.error().message(), Event::Kind::Warning);
    const auto undone = co_await undoAndClose(site, build, record, {});
    if (undone)
        co_return error;
    tell(site, *build, record.step, undone.error().message(), Event::Kind::Warning);
    record.error += QStringLiteral(". ") + undone.error().message();
    if (const auto noted = site.journal.updateBuild(record); !noted)
        tell(site, *build, record.step, noted.error().message(), Event::Kind::Warning);
    co_return error;
}

/// The steps, with a cancel request of another process passed on meanwhile.
Task<Result<void>> runWatched(Site &site, ProgressPtr build, std::shared_ptr<BuildRecord> record, bool resumed,
                              std::stop_token stop)
{
    std::stop_source cancel;
    std::stop_source over;
    const std::stop_callback fromOutside(stop, [cancel]() mutable { cancel.request_stop(); });
    auto watching = watchForCancel(site, build->id, cancel, over.get_token());
    auto result = co_await runSteps(site, build, record, resumed, cancel.get_token());
    over.request_stop();
    co_await watching;
    // Whatever a step made of being interrupted, this is what it was.
    if (!result && cancel.stop_requested() && result.error().kind() != ErrorKind::Cancelled)
        result = failure(cancelled().withContext(record->step));
    co_return result;
}

/// Runs a build whose lock is held by the caller.
Task<Result<Outcome>> runLocked(Site &site, ProgressPtr build, BuildRecord record, bool resumed, std::stop_token stop)
{
    auto shared = std::make_shared<BuildRecord>(record);
    const auto result = co_await runWatched(site, build, shared, resumed, stop);
    if (!result) {
        auto error = co_await giveUp(site, build, *shared, result.error());
        co_return failure(std::move(error));
    }
    IB_CO_CHECK(closeBuild(site, *shared, BuildState::Succeeded));
    co_return Outcome{.build = build->id,
                      .snapshotId = build->snapshotId,
                      .delivered = build->delivered,
                      .ways = build->ways,
                      .failed = build->failed};
}

Task<Result<Outcome>> goOn(Site &site, Request request, QString id, std::stop_token stop)
{
    IB_CO_TRY(const auto lock, co_await takeBuildLock(site.lockFolder, id, site.clock, stop));
    IB_CO_TRY(const auto record, stillOpen(site, id));
    IB_CO_TRY(const auto build, progressOf(site, id, request));
    tell(site, *build, record.step.isEmpty() ? step::prepare : record.step,
         QStringLiteral("build %1 goes on where it was interrupted").arg(id));
    co_return co_await runLocked(site, build, record, true, stop);
}

Task<Result<Outcome>> startNew(Site &site, Request request, QString trigger, std::stop_token stop)
{
    const auto record = newRecord(site, request, trigger);
    IB_CO_TRY(const auto lock, co_await takeBuildLock(site.lockFolder, record.id, site.clock, stop));
    IB_CO_CHECK(site.journal.addBuild(record));
    auto build = std::make_shared<Progress>();
    build->id = record.id;
    build->request = request;
    co_return co_await runLocked(site, build, record, false, stop);
}

/// What an earlier build left is no reason not to build; it stays open and is tried again at the next start.
void warnOfRemains(const Site &site, const QString &id, const Error &error)
{
    Progress earlier;
    earlier.id = id;
    tell(site, earlier, step::prepare, QStringLiteral("build %1 could not be undone yet: %2").arg(id, error.message()),
         Event::Kind::Warning);
}

} // namespace

Task<Result<Outcome>> runBuild(Site &site, Request request, QString trigger, std::optional<BuildRecord> resumed,
                               std::stop_token stop)
{
    // One that was being undone or shall be cancelled is not gone on with.
    const bool over = resumed && (!resumed->errorKind.isEmpty() || resumed->cancelRequested);
    if (over) {
        const auto abandoned = co_await abandon(site, *resumed, stop);
        if (stop.stop_requested())
            co_return failure(cancelled());
        if (!abandoned)
            warnOfRemains(site, resumed->id, abandoned.error());
    }
    if (resumed && !over)
        co_return co_await goOn(site, request, resumed->id, stop);
    co_return co_await startNew(site, request, trigger, stop);
}

Task<Result<void>> abandon(Site &site, BuildRecord record, std::stop_token stop)
{
    IB_CO_TRY(const auto lock, co_await takeBuildLock(site.lockFolder, record.id, site.clock, stop));
    IB_CO_TRY(record, stillOpen(site, record.id));
    Request request;
    request.imageName = record.imageName;
    request.consumers = record.request.value("consumers").toVariant().toStringList();
    IB_CO_TRY(const auto build, progressOf(site, record.id, request));
    if (!build->published && record.errorKind.isEmpty()) {
        record.error = record.cancelRequested ? QStringLiteral("cancelled") : QStringLiteral("interrupted");
        record.errorKind = errorKindName(record.cancelRequested ? ErrorKind::Cancelled : ErrorKind::Internal);
        // Before anything goes, so that nobody goes on with the half of it.
        IB_CO_CHECK(site.journal.updateBuild(record));
    }
    const auto undone = co_await undoAndClose(site, build, record, stop);
    if (!undone && stop.stop_requested())
        co_return failure(cancelled().withContext(QStringLiteral("undoing build %1").arg(record.id)));
    co_return undone;
}

} // namespace imagebuilder::build
