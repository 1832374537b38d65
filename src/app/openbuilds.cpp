// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/openbuilds.h"

#include "build/buildlock.h"
#include "build/pipeline.h"

namespace imagebuilder::app {

using store::BuildRecord;
using store::BuildState;

QString BuildView::stateName() const
{
    if (record.state == BuildState::Running && !alive)
        return QStringLiteral("interrupted");
    return store::buildStateName(record.state);
}

BuildView viewOf(const Settings &settings, BuildRecord record)
{
    // Who may not look at the lock is told that the build runs, which harms least.
    const bool alive =
        record.state == BuildState::Running && build::isRunning(settings.lockFolder(), record.id).value_or(true);
    return {std::move(record), alive};
}

Result<QList<BuildView>> openBuilds(Backend &backend)
{
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(const auto records, journal->openBuilds());
    QList<BuildView> views;
    for (const auto &record : records)
        views << viewOf(backend.settings(), record);
    return views;
}

Task<Result<void>> abandonBuild(Backend &backend, BuildRecord record, std::stop_token stop)
{
    auto consumers = record.request.value(u"consumers").toVariant().toStringList();
    if (const auto hub = record.request.value(u"distribution")[u"hub"].toString(); !hub.isEmpty())
        consumers << hub;
    // A consumer that went away must not keep the rest from being undone, which names what it cannot reach.
    consumers.removeIf([&backend](const QString &name) { return !backend.cloud(name); });
    IB_CO_TRY(const auto site, co_await backend.site(record.cloud, consumers, stop));
    backend.tell({.step = QStringLiteral("start"),
                  .text = QStringLiteral("undoing build %1 of %2, which was interrupted in step %3")
                              .arg(record.id, record.imageName, record.step)});
    IB_CO_CHECK(co_await build::abandon(*site, record, stop));
    backend.tell({.step = QStringLiteral("start"), .text = QStringLiteral("build %1 is undone").arg(record.id)});
    co_return Result<void>{};
}

} // namespace imagebuilder::app
