// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "store/journalstate.h"

namespace imagebuilder::store {

Result<QList<ResourceRecord>> Journal::resourcesWithId(const QString &id) const
{
    IB_TRY(const auto *open, m_state->reader());
    IB_TRY(auto query,
           open->run(QStringLiteral("SELECT number, coalesce(build, ''), kind, cloud, name, id, state, changed"
                                    " FROM resources WHERE id = ? ORDER BY number"),
                     {textValue(id)}));
    QList<ResourceRecord> resources;
    while (query.next()) {
        const auto state = query.value(6).toString();
        resources.append({.row = query.value(0).toLongLong(),
                          .build = query.value(1).toString(),
                          .kind = query.value(2).toString(),
                          .cloud = query.value(3).toString(),
                          .name = query.value(4).toString(),
                          .id = query.value(5).toString(),
                          .state = state == u"gone"      ? ResourceState::Gone
                                   : state == u"created" ? ResourceState::Created
                                                         : ResourceState::Intended,
                          .changed = timeOf(query.value(7))});
    }
    return resources;
}

Result<QList<DeliveryRecord>> Journal::deliveriesOfImage(const QString &imageId) const
{
    IB_TRY(const auto *open, m_state->reader());
    IB_TRY(auto query, open->run(QStringLiteral("SELECT build, consumer, state, error, changed FROM deliveries"
                                                " WHERE image_id = ? ORDER BY consumer"),
                                 {textValue(imageId)}));
    QList<DeliveryRecord> deliveries;
    while (query.next())
        deliveries.append({.build = query.value(0).toString(),
                           .consumer = query.value(1).toString(),
                           .imageId = imageId,
                           .state = query.value(2).toString(),
                           .error = query.value(3).toString(),
                           .changed = timeOf(query.value(4))});
    return deliveries;
}

Result<QMap<QString, int>> Journal::deliveredCounts() const
{
    IB_TRY(const auto *open, m_state->reader());
    IB_TRY(auto query, open->run(QStringLiteral("SELECT build, count(*) FROM deliveries WHERE state = 'delivered'"
                                                " GROUP BY build")));
    QMap<QString, int> counts;
    while (query.next())
        counts.insert(query.value(0).toString(), query.value(1).toInt());
    return counts;
}

} // namespace imagebuilder::store
