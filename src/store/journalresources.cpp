// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journalstate.h"

#include <algorithm>
#include <array>

namespace imagebuilder::store {

namespace {

constexpr std::array resourceStates{std::pair(ResourceState::Intended, "intended"),
                                    std::pair(ResourceState::Created, "created"),
                                    std::pair(ResourceState::Gone, "gone")};

QString resourceStateName(ResourceState state)
{
    return QString::fromLatin1(std::ranges::find(resourceStates, state, [](const auto &s) { return s.first; })->second);
}

ResourceState resourceStateNamed(const QString &name)
{
    const auto *const found =
        std::ranges::find_if(resourceStates, [&](const auto &s) { return name == QLatin1StringView(s.second); });
    return found == resourceStates.end() ? ResourceState::Intended : found->first;
}

/// What belongs to the deployment has no build: NULL, so that the foreign key lets it pass.
QVariant buildValue(const QString &build)
{
    return build.isEmpty() ? QVariant() : QVariant(build);
}

} // namespace

Result<qint64> Journal::intend(const ResourceRecord &resource)
{
    IB_TRY(const auto *open, m_state->writer());
    IB_TRY(const auto query,
           open->run(QStringLiteral("INSERT INTO resources (build, kind, cloud, name, id, state, changed)"
                                    " VALUES (?, ?, ?, ?, ?, ?, ?)"),
                     {buildValue(resource.build), textValue(resource.kind), textValue(resource.cloud),
                      textValue(resource.name), textValue(resource.id), resourceStateName(resource.state),
                      m_state->now()}));
    return query.lastInsertId().toLongLong();
}

Result<void> Journal::created(qint64 row, const QString &id)
{
    return m_state->changeOne(
        QStringLiteral("resource %1").arg(row),
        QStringLiteral("UPDATE resources SET state = 'created', id = ?, changed = ? WHERE number = ?"),
        {textValue(id), m_state->now(), row});
}

Result<void> Journal::gone(qint64 row)
{
    return m_state->changeOne(QStringLiteral("resource %1").arg(row),
                              QStringLiteral("UPDATE resources SET state = 'gone', changed = ? WHERE number = ?"),
                              {m_state->now(), row});
}

Result<QList<ResourceRecord>> Journal::resources(const QString &build) const
{
    IB_TRY(const auto *open, m_state->reader());
    IB_TRY(auto query,
           open->run(QStringLiteral("SELECT number, build, kind, cloud, name, id, state, changed FROM resources"
                                    " WHERE build IS ? AND state <> 'gone' ORDER BY number"),
                     {buildValue(build)}));
    QList<ResourceRecord> resources;
    while (query.next())
        resources.append({.row = query.value(0).toLongLong(),
                          .build = query.value(1).toString(),
                          .kind = query.value(2).toString(),
                          .cloud = query.value(3).toString(),
                          .name = query.value(4).toString(),
                          .id = query.value(5).toString(),
                          .state = resourceStateNamed(query.value(6).toString()),
                          .changed = timeOf(query.value(7))});
    return resources;
}

Result<void> Journal::setDelivery(const DeliveryRecord &delivery)
{
    IB_TRY(const auto *open, m_state->writer());
    IB_CHECK(
        open->run(QStringLiteral("INSERT INTO deliveries (build, consumer, image_id, state, error, changed, way)"
                                 " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (build, consumer) DO UPDATE SET"
                                 " image_id = excluded.image_id, state = excluded.state, error = excluded.error,"
                                 " changed = excluded.changed, way = excluded.way"),
                  {textValue(delivery.build), textValue(delivery.consumer), textValue(delivery.imageId),
                   textValue(delivery.state), textValue(delivery.error), m_state->now(), textValue(delivery.way)}));
    return {};
}

Result<QList<DeliveryRecord>> Journal::deliveries(const QString &build) const
{
    IB_TRY(const auto *open, m_state->reader());
    IB_TRY(auto query,
           open->run(QStringLiteral("SELECT build, consumer, image_id, state, error, changed, way FROM deliveries"
                                    " WHERE build = ? ORDER BY consumer"),
                     {build}));
    QList<DeliveryRecord> deliveries;
    while (query.next())
        deliveries.append({.build = query.value(0).toString(),
                           .consumer = query.value(1).toString(),
                           .imageId = query.value(2).toString(),
                           .state = query.value(3).toString(),
                           .error = query.value(4).toString(),
                           .changed = timeOf(query.value(5)),
                           .way = query.value(6).toString()});
    return deliveries;
}

} // namespace imagebuilder::store
