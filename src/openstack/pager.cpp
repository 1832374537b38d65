// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/pager.h"

#include "openstack/calls.h"
#include "openstack/pagecodec.h"

#include <QtCore/QSet>

namespace imagebuilder::openstack {

namespace {

Call pageCall(const PagedList &list, const QUrlQuery &query)
{
    auto call = plainCall("GET", list.service, list.path);
    call.query = query;
    call.microversion = list.microversion;
    return call;
}

/// Where to ask on after this page; nothing after the last one.
std::optional<QUrlQuery> after(const Page &page, const PagedList &list, const QUrlQuery &first)
{
    if (page.items.isEmpty())
        return std::nullopt;
    if (!page.nextQuery.isEmpty())
        return QUrlQuery(page.nextQuery);
    const auto last = page.items.constLast().value(QStringLiteral("id")).toString();
    if (list.limit == 0 || page.items.size() != list.limit || last.isEmpty())
        return std::nullopt;
    auto next = first;
    addParameter(next, QStringLiteral("marker"), last);
    return next;
}

} // namespace

Task<Result<QList<QJsonObject>>> allItems(Session &session, PagedList list, std::stop_token stop)
{
    if (list.limit > 0)
        addParameter(list.query, QStringLiteral("limit"), QString::number(list.limit));
    QList<QJsonObject> items;
    QSet<QString> asked;
    std::optional<QUrlQuery> query = list.query;
    while (query) {
        if (asked.contains(query->toString()))
            co_return failure(ErrorKind::Protocol,
                              QStringLiteral("the pages of %1 (%2) lead in a circle").arg(list.path, list.service));
        asked.insert(query->toString());
        auto call = pageCall(list, *query);
        IB_CO_TRY(const auto answer, co_await session.call(std::move(call), stop));
        IB_CO_TRY(const auto page, parsePage(answer.body, list.key));
        items << page.items;
        query = after(page, list, list.query);
    }
    co_return items;
}

} // namespace imagebuilder::openstack
