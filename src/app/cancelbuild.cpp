// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/cancelbuild.h"

#include "app/openbuilds.h"
#include "app/showbuild.h"

namespace imagebuilder::app {

using store::BuildState;

namespace {
constexpr milliseconds lookEvery = seconds(1);
// Longer than the 15 minutes that undo gives itself, after the step that was under way has let go.
constexpr milliseconds waitForEnd = std::chrono::minutes(20);
} // namespace

Task<Result<Cancellation>> cancelBuild(Backend &backend, QString build, QString who, std::stop_token stop)
{
    IB_CO_TRY(auto view, findBuild(backend, build));
    if (view.record.state != BuildState::Running)
        co_return failure(ErrorKind::Conflict,
                          QStringLiteral("build %1 has ended already: %2; there is nothing to cancel")
                              .arg(view.record.id, view.stateName()));
    IB_CO_TRY(auto *const journal, backend.journal());
    IB_CO_CHECK(journal->addDecision({.verb = QStringLiteral("cancel"),
                                      .who = who,
                                      .imageName = view.record.imageName,
                                      .build = view.record.id,
                                      .cloud = view.record.cloud,
                                      .imageId = {},
                                      .outcome = QStringLiteral("in step %1").arg(view.record.step),
                                      .time = {}}));
    if (!view.alive) {
        IB_CO_CHECK(co_await abandonBuild(backend, view.record, stop));
        co_return Cancellation{view.record.id, true};
    }
    IB_CO_CHECK(journal->requestCancel(view.record.id));
    const Deadline deadline(backend.clock(), waitForEnd);
    while (view.record.state == BuildState::Running && view.alive) {
        if (deadline.passed())
            co_return failure(ErrorKind::Timeout,
                              QStringLiteral("build %1 was asked to end and has not; see its log with "
                                             "`imagebuilderd builds log %1`")
                                  .arg(view.record.id));
        IB_CO_CHECK(co_await backend.clock().sleep(lookEvery, stop));
        IB_CO_TRY(view, findBuild(backend, view.record.id));
    }
    co_return Cancellation{view.record.id, false};
}

} // namespace imagebuilder::app
