// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/paging.h"

#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

#include <algorithm>

namespace imagebuilder::simcloud {

namespace {

constexpr qsizetype mostInOnePage = 1000; // Nova's default max_limit

QString markerOf(const QJsonObject &element, const QString &key)
{
    // Key pairs lie one level deeper.
    const auto inner = element.value("keypair").toObject();
    return (inner.isEmpty() ? element : inner).value(key).toString();
}

} // namespace

QJsonArray novaLinks(const Context &context, const QString &collection, const QString &id)
{
    const auto url = context.cloud.url();
    return {QJsonObject{{"rel", "self"}, {"href", QStringLiteral("%1/compute/v2.1/%2/%3").arg(url, collection, id)}},
            QJsonObject{{"rel", "bookmark"}, {"href", QStringLiteral("%1/compute/%2/%3").arg(url, collection, id)}}};
}

Response novaPage(const Context &context, const QString &name, const QList<QJsonObject> &elements,
                  const QString &markerKey)
{
    const auto &request = context.request;
    qsizetype limit = context.cloud.options().pageLimit > 0 ? context.cloud.options().pageLimit : mostInOnePage;
    if (const auto text = request.parameter(QStringLiteral("limit")); !text.isEmpty()) {
        bool isNumber = false;
        const auto wished = text.toInt(&isNumber);
        if (!isNumber || wished < 0)
            return novaError(400, QStringLiteral("Invalid input for query parameters limit. Value: %1.").arg(text));
        if (wished > 0)
            limit = std::min<qsizetype>(limit, wished);
    }
    qsizetype start = 0;
    if (const auto marker = request.parameter(QStringLiteral("marker")); !marker.isEmpty()) {
        const auto found = std::ranges::find_if(
            elements, [&](const QJsonObject &element) { return markerOf(element, markerKey) == marker; });
        if (found == elements.end())
            return novaError(400, QStringLiteral("marker [%1] not found").arg(marker));
        start = found - elements.begin() + 1;
    }
    QJsonArray page;
    for (const auto &element : elements.mid(start, limit))
        page.append(element);
    QJsonObject body{{name, page}};
    if (start + limit < elements.size()) {
        auto query = request.query;
        query.removeQueryItem(QStringLiteral("marker"));
        query.addQueryItem(QStringLiteral("marker"), markerOf(page.last().toObject(), markerKey));
        const auto next = context.cloud.url() + request.path + u'?' + query.toString(QUrl::FullyEncoded);
        body.insert(name + QStringLiteral("_links"), QJsonArray{QJsonObject{{"rel", "next"}, {"href", next}}});
    }
    return Response::json(body);
}

} // namespace imagebuilder::simcloud
