// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/buildimages.h"

#include "app/cleanmachine.h"
#include "app/notify.h"
#include "app/promotedue.h"
#include "app/standing.h"

namespace imagebuilder::app {

using build::Event;
using store::BuildRecord;

namespace {

void say(Backend &backend, const QString &text, Event::Kind kind = Event::Kind::Line)
{
    backend.tell({.step = QStringLiteral("start"), .kind = kind, .text = text});
}

Task<void> abandonAloud(Backend &backend, BuildRecord record, std::stop_token stop)
{
    const auto undone = co_await abandonBuild(backend, record, stop);
    if (undone)
        co_return;
    if (undone.error().kind() == ErrorKind::Conflict)
        say(backend, QStringLiteral("build %1 is in another process's hands").arg(record.id));
    else
        say(backend, QStringLiteral("build %1 could not be undone yet: %2").arg(record.id, undone.error().message()),
            Event::Kind::Warning);
}

/// True when going on with a build failed because another process has it or ended it, not by a step of its own.
bool isAnothers(Backend &backend, const QString &id, const Error &error)
{
    if (error.kind() != ErrorKind::Conflict)
        return false;
    const auto journal = backend.journal();
    const auto record = journal ? (*journal)->build(id) : Result<std::optional<BuildRecord>>();
    return record && *record && (*record)->errorKind != errorKindName(ErrorKind::Conflict);
}

/// Canaries whose time has passed meanwhile; nobody else would look after them where builds come from cron.
Task<void> promoteAloud(Backend &backend, BuildOrder order, std::stop_token stop)
{
    const ImageScope scope{
        .cloud = order.cloud, .others = order.request.consumers, .imageName = order.request.imageName};
    const auto promoted = co_await promoteDue(backend, scope, QStringLiteral("the next run"), stop);
    if (!promoted) {
        say(backend, QStringLiteral("no canary could be looked after: %1").arg(promoted.error().message()),
            Event::Kind::Warning);
        co_return;
    }
    for (const auto &each : *promoted)
        say(backend, QStringLiteral("build %1 of %2 is shown by all now, its canary's time has passed")
                         .arg(each.build, each.imageName));
}

Task<Result<BuildResult>> goOnOrStart(Backend &backend, std::shared_ptr<build::Site> site, BuildOrder order,
                                      std::optional<BuildRecord> resumable, std::stop_token stop)
{
    for (bool again = false;; again = true) {
        if (resumable)
            say(backend, QStringLiteral("resuming build %1, which was interrupted in step %2")
                             .arg(resumable->id, resumable->step));
        auto outcome = co_await build::runBuild(*site, order.request, order.trigger, resumable, stop);
        if (outcome)
            co_return BuildResult{*std::move(outcome), resumable.has_value()};
        if (again || !resumable || !isAnothers(backend, resumable->id, outcome.error()))
            co_return std::unexpected(std::move(outcome).error());
        IB_CO_TRY(const auto standing, lookAround(backend, order.cloud, order.request));
        resumable = standing.resumable;
    }
}

/// The newest build of the order's image that did not end before `since`; empty where none began.
QString buildSince(Backend &backend, const BuildOrder &order, const QDateTime &since)
{
    const auto journal = backend.journal();
    const auto builds = journal ? (*journal)->builds(100) : Result<QList<BuildRecord>>();
    if (!builds)
        return {};
    for (const auto &record : *builds) {
        const bool ofThisRun = !record.ended.isValid() || record.ended >= since.addSecs(-1); // kept in whole seconds
        if (record.imageName == order.request.imageName && record.cloud == order.cloud && ofThisRun)
            return record.id;
    }
    return {};
}

Task<Result<BuildResult>> makeImage(Backend &backend, BuildOrder order, std::stop_token stop)
{
    IB_CO_CHECK(order.request.distribution.checkFor(order.request.consumers));
    const auto &canary = order.request.publishing.canary;
    if (!canary.isEmpty() && !order.request.consumers.contains(canary))
        co_return failure(ErrorKind::Usage, QStringLiteral("the canary %1 is none of the consumers").arg(canary));
    IB_CO_TRY(const auto site, co_await backend.site(order.cloud, order.request.clouds(), stop));
    IB_CO_CHECK(ensureRoom(backend));
    co_await promoteAloud(backend, order, stop);
    IB_CO_TRY(const auto standing, lookAround(backend, order.cloud, order.request));

    for (const auto &record : standing.left)
        say(backend, QStringLiteral("build %1 of %2 was interrupted in step %3; its own command goes on with it, and "
                                    "`imagebuilderd builds cancel %1` undoes it")
                         .arg(record.id, record.imageName, record.step));
    std::vector<Task<void>> first;
    std::vector<Task<void>> meanwhile;
    for (const auto &record : standing.abandoned) {
        // Its VM may hold the quota that the new build needs, so in this cloud it goes first.
        auto &when = record.cloud == order.cloud ? first : meanwhile;
        when.push_back(abandonAloud(backend, record, stop));
    }
    for (auto &task : first)
        co_await task;
    auto result = co_await goOnOrStart(backend, site, order, standing.resumable, stop);
    for (auto &task : meanwhile)
        co_await task;
    if (const auto cleaned = cleanMachine(backend); !cleaned)
        say(backend, QStringLiteral("old builds and logs stay until the next run: %1").arg(cleaned.error().message()),
            Event::Kind::Warning);
    co_return result;
}

} // namespace

Task<Result<BuildResult>> buildImage(Backend &backend, BuildOrder order, std::stop_token stop)
{
    IB_CO_TRY(order.cloud, backend.cloudName(order.cloud));
    const auto began = backend.clock().now();
    auto result = co_await makeImage(backend, order, stop);
    // Another process that is at work on it tells its own end.
    if (!backend.settings().notify.isEmpty() && (result || result.error().kind() != ErrorKind::Conflict)) {
        const auto build = result ? result->outcome.build : buildSince(backend, order, began);
        const auto event = notificationOf(order, build, result, backend.clock().now());
        co_await notify(backend, event);
    }
    co_return result;
}

} // namespace imagebuilder::app
