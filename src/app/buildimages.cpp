// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/buildimages.h"

#include "app/openbuilds.h"

namespace imagebuilder::app {

using build::Event;
using store::BuildRecord;

namespace {

/// What stands open in the journal, as a new order sees it.
struct Standing
{
    std::optional<BuildRecord> resumable;
    QList<BuildRecord> abandoned;
};

void say(Backend &backend, const QString &text)
{
    backend.tell({.step = QStringLiteral("start"), .text = text});
}

Result<Standing> lookAround(Backend &backend, const BuildOrder &order)
{
    IB_TRY(const auto open, openBuilds(backend));
    const auto wanted = order.request.toJson();
    Standing standing;
    for (const auto &view : open) {
        const auto &record = view.record;
        const bool equal = record.cloud == order.cloud && record.request == wanted;
        if (view.alive && equal)
            return failure(
                ErrorKind::Conflict,
                QStringLiteral("build %1 of the same image runs already, since %2; wait for it, or end it with "
                               "`imagebuilderd builds cancel %1`")
                    .arg(record.id, record.started.toString(Qt::ISODate)));
        if (view.alive)
            continue;
        if (equal && !record.cancelRequested && !standing.resumable)
            standing.resumable = record;
        else
            standing.abandoned << record;
    }
    return standing;
}

Task<void> abandonAloud(Backend &backend, BuildRecord record, std::stop_token stop)
{
    const auto undone = co_await abandonBuild(backend, record, stop);
    if (!undone)
        backend.tell(
            {.step = QStringLiteral("start"),
             .kind = Event::Kind::Warning,
             .text = QStringLiteral("build %1 could not be undone yet: %2").arg(record.id, undone.error().message())});
}

} // namespace

Task<Result<BuildResult>> buildImage(Backend &backend, BuildOrder order, std::stop_token stop)
{
    IB_CO_TRY(order.cloud, backend.cloudName(order.cloud));
    IB_CO_TRY(const auto site, co_await backend.site(order.cloud, order.request.consumers, stop));
    IB_CO_TRY(auto standing, lookAround(backend, order));

    std::vector<Task<void>> first;
    std::vector<Task<void>> meanwhile;
    for (const auto &record : standing.abandoned) {
        say(backend, QStringLiteral("undoing build %1 of %2, which was interrupted in step %3")
                         .arg(record.id, record.imageName, record.step));
        // Its VM may hold the quota that the new build needs, so in this cloud it goes first.
        auto &when = record.cloud == order.cloud ? first : meanwhile;
        when.push_back(abandonAloud(backend, record, stop));
    }
    for (auto &task : first)
        co_await task;
    if (standing.resumable)
        say(backend, QStringLiteral("resuming build %1, which was interrupted in step %2")
                         .arg(standing.resumable->id, standing.resumable->step));

    auto outcome = co_await build::runBuild(*site, order.request, order.trigger, standing.resumable, stop);
    for (auto &task : meanwhile)
        co_await task;
    if (!outcome)
        co_return std::unexpected(std::move(outcome).error());
    co_return BuildResult{*std::move(outcome), standing.resumable.has_value()};
}

} // namespace imagebuilder::app
