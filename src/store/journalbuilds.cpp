// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journalstate.h"

#include <algorithm>
#include <array>

namespace imagebuilder::store {

namespace {

BuildState buildStateNamed(const QString &name)
{
    constexpr std::array all{BuildState::Running, BuildState::Succeeded, BuildState::Failed, BuildState::Cancelled};
    const auto *const found = std::ranges::find(all, name, buildStateName);
    return found == all.end() ? BuildState::Failed : *found;
}

Result<QList<BuildRecord>> readBuilds(Result<const Database *> database, const QString &rest,
                                      const QVariantList &values)
{
    IB_TRY(const auto *open, std::move(database));
    IB_TRY(auto query, open->run(QStringLiteral("SELECT id, image_name, base, arch, trigger_name, cloud, state, step,"
                                                " request, error, error_kind, started, ended, cancel_requested"
                                                " FROM builds ") +
                                     rest,
                                 values));
    QList<BuildRecord> builds;
    while (query.next())
        builds.append({.id = query.value(0).toString(),
                       .imageName = query.value(1).toString(),
                       .base = query.value(2).toString(),
                       .arch = query.value(3).toString(),
                       .trigger = query.value(4).toString(),
                       .cloud = query.value(5).toString(),
                       .state = buildStateNamed(query.value(6).toString()),
                       .step = query.value(7).toString(),
                       .request = jsonOf(query.value(8)),
                       .error = query.value(9).toString(),
                       .errorKind = query.value(10).toString(),
                       .started = timeOf(query.value(11)),
                       .ended = timeOf(query.value(12)),
                       .cancelRequested = query.value(13).toBool()});
    return builds;
}

} // namespace

Result<void> Journal::addBuild(const BuildRecord &build)
{
    IB_TRY(const auto *open, m_state->writer());
    const auto started = build.started.isValid() ? build.started : m_state->clock.now();
    IB_CHECK(
        open->run(QStringLiteral("INSERT INTO builds (id, image_name, base, arch, trigger_name, cloud, state, step,"
                                 " request, error, error_kind, started, ended, cancel_requested)"
                                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                  {textValue(build.id), textValue(build.imageName), textValue(build.base), textValue(build.arch),
                   textValue(build.trigger), textValue(build.cloud), buildStateName(build.state), textValue(build.step),
                   jsonValue(build.request), textValue(build.error), textValue(build.errorKind), timeValue(started),
                   timeValue(build.ended), build.cancelRequested}));
    return {};
}

Result<void> Journal::updateBuild(const BuildRecord &build)
{
    return m_state->changeOne(
        QStringLiteral("build %1").arg(build.id),
        QStringLiteral("UPDATE builds SET state = ?, step = ?, error = ?, error_kind = ?, ended = ? WHERE id = ?"),
        {buildStateName(build.state), textValue(build.step), textValue(build.error), textValue(build.errorKind),
         timeValue(build.ended), build.id});
}

Result<void> Journal::requestCancel(const QString &build)
{
    return m_state->changeOne(QStringLiteral("build %1").arg(build),
                              QStringLiteral("UPDATE builds SET cancel_requested = 1 WHERE id = ?"), {build});
}

Result<std::optional<BuildRecord>> Journal::build(const QString &id) const
{
    IB_TRY(auto found, readBuilds(m_state->reader(), QStringLiteral("WHERE id = ?"), {id}));
    return found.isEmpty() ? std::nullopt : std::optional(found.takeFirst());
}

Result<QList<BuildRecord>> Journal::builds(int limit) const
{
    return readBuilds(m_state->reader(), QStringLiteral("ORDER BY started DESC, rowid DESC LIMIT ?"),
                      {limit > 0 ? limit : -1});
}

Result<QList<BuildRecord>> Journal::openBuilds() const
{
    return readBuilds(m_state->reader(), QStringLiteral("WHERE state = 'running' ORDER BY started, rowid"), {});
}

} // namespace imagebuilder::store
