// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/joinbuild.h"

#include "app/showbuild.h"
#include "app/standing.h"

namespace imagebuilder::app {

using store::BuildState;

namespace {

constexpr milliseconds joinLookEvery = seconds(1);

Result<BuildResult> resultOf(Backend &backend, const QString &build)
{
    IB_TRY(const auto details, showBuild(backend, build));
    const auto &record = details.view.record;
    if (record.state != BuildState::Succeeded)
        return failure(record.state == BuildState::Cancelled ? ErrorKind::Cancelled : errorKindFrom(record.errorKind),
                       QStringLiteral("build %1 of another process: %2").arg(record.id, record.error));
    BuildResult result{.outcome = {.build = record.id, .snapshotId = {}, .delivered = {}, .failed = {}}};
    for (const auto &resource : details.resources)
        if (resource.kind == u"image" && resource.cloud == record.cloud)
            result.outcome.snapshotId = resource.id;
    for (const auto &delivery : details.deliveries) {
        if (delivery.state == u"delivered")
            result.outcome.delivered.insert(delivery.consumer, delivery.imageId);
        else
            result.outcome.failed.insert(delivery.consumer, Error(ErrorKind::Unavailable, delivery.error));
    }
    return result;
}

} // namespace

Task<Result<std::optional<Result<BuildResult>>>> joinBuild(Backend &backend, BuildOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto cloud, backend.cloudName(order.cloud));
    IB_CO_TRY(const auto running, equalRunning(backend, cloud, order.request));
    if (!running)
        co_return std::optional<Result<BuildResult>>();
    backend.tell({.step = QStringLiteral("start"),
                  .text = QStringLiteral("build %1 of %2 runs already in another process; waiting for its end")
                              .arg(running->id, running->imageName)});
    while (true) {
        IB_CO_TRY(const auto view, findBuild(backend, running->id));
        if (view.record.state != BuildState::Running)
            co_return std::optional(resultOf(backend, running->id));
        if (!view.alive)
            co_return std::optional<Result<BuildResult>>();
        IB_CO_CHECK(co_await backend.clock().sleep(joinLookEvery, stop));
    }
}

} // namespace imagebuilder::app
