// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/session.h"

#include <QtCore/QJsonObject>

namespace imagebuilder::openstack {

/// A list that comes in pages.
struct PagedList
{
    QString service;
    QString path;
    QString key; ///< the list's name in the answer
    QUrlQuery query;
    int limit = 0; ///< items a page that are asked for; 0 leaves it to the service
    QByteArray microversion;
};

/// All items of all pages (CASES 7). Follows the links to next pages, and asks on from the last item where a full page
/// has none. Pages that lead in a circle are a Protocol error.
[[nodiscard]] Task<Result<QList<QJsonObject>>> allItems(Session &session, PagedList list, std::stop_token stop);

/// The items as values; the first one that cannot be read fails them all.
template <typename T>
Result<QList<T>> parsedItems(const Result<QList<QJsonObject>> &items, Result<T> (*parse)(const QJsonObject &))
{
    if (!items)
        return failure(items.error());
    QList<T> values;
    for (const auto &item : *items) {
        IB_TRY(auto value, parse(item));
        values << std::move(value);
    }
    return values;
}

} // namespace imagebuilder::openstack
