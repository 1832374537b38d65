// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/standing.h"

#include <algorithm>

namespace imagebuilder::app {

using store::BuildRecord;

namespace {

// Commands that a power loss ended come again within minutes, scheduled ones every six hours or so. What nobody went on
// with by then holds quota for nothing.
constexpr seconds forgottenAfter = std::chrono::hours(6);

/// When the journal last heard of the build.
Result<QDateTime> lastHeard(Backend &backend, const BuildRecord &record)
{
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(const auto steps, journal->steps(record.id));
    auto last = record.started;
    for (const auto &step : steps)
        for (const auto &moment : {step.started, step.ended})
            if (moment.isValid())
                last = std::max(last, moment);
    return last;
}

/// Somebody began to undo it, or shall.
bool isOver(const BuildRecord &record)
{
    return record.cancelRequested || !record.errorKind.isEmpty();
}

bool isEqual(const BuildRecord &record, const QString &cloud, const QJsonObject &request)
{
    return record.cloud == cloud && record.request == request && !isOver(record);
}

} // namespace

Result<std::optional<BuildRecord>> equalRunning(Backend &backend, const QString &cloud, const build::Request &request)
{
    IB_TRY(const auto open, openBuilds(backend));
    for (const auto &view : open)
        if (view.alive && isEqual(view.record, cloud, request.toJson()))
            return view.record;
    return std::nullopt;
}

Result<Standing> lookAround(Backend &backend, const QString &cloud, const build::Request &request)
{
    IB_TRY(const auto open, openBuilds(backend));
    const auto wanted = request.toJson();
    Standing standing;
    for (const auto &view : open) {
        const auto &record = view.record;
        const bool equal = isEqual(record, cloud, wanted);
        if (view.alive && equal)
            return failure(
                ErrorKind::Conflict,
                QStringLiteral("build %1 of the same image runs already, since %2; wait for it, or end it with "
                               "`imagebuilderd builds cancel %1`")
                    .arg(record.id, record.started.toString(Qt::ISODate)));
        if (view.alive)
            continue;
        if (equal && !standing.resumable) {
            standing.resumable = record;
            continue;
        }
        const bool superseded = record.cloud == cloud && record.imageName == request.imageName;
        IB_TRY(const auto heard, lastHeard(backend, record));
        const bool forgotten = heard.addDuration(forgottenAfter) < backend.clock().now();
        (superseded || forgotten || isOver(record) ? standing.abandoned : standing.left) << record;
    }
    return standing;
}

} // namespace imagebuilder::app
