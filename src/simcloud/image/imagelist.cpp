// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/filter.h"
#include "simcloud/image/glanceimage.h"
#include "simcloud/image/handlers.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

#include <QtCore/QJsonArray>

#include <algorithm>

namespace imagebuilder::simcloud {

namespace {

struct SortKey
{
    QString key;
    bool descending = true;
};

/// sort=name:asc,created_at or sort_key=…&sort_dir=…; the newest first by default.
QList<SortKey> sortKeys(const Request &request)
{
    QList<SortKey> keys;
    for (const auto &part : request.parameter(QStringLiteral("sort")).split(u',', Qt::SkipEmptyParts))
        keys.append({part.section(u':', 0, 0), part.section(u':', 1) != u"asc"});
    const auto directions = request.query.allQueryItemValues(QStringLiteral("sort_dir"));
    for (const auto &key : request.query.allQueryItemValues(QStringLiteral("sort_key"), QUrl::FullyDecoded))
        keys.append({key, directions.value(std::min(keys.size(), directions.size() - 1)) != u"asc"});
    if (keys.isEmpty())
        keys.append({QStringLiteral("created_at"), true});
    return keys;
}

int compared(const QJsonValue &left, const QJsonValue &right)
{
    if (left.isDouble() && right.isDouble())
        return left.toDouble() < right.toDouble() ? -1 : left.toDouble() > right.toDouble() ? 1 : 0;
    return QString::compare(left.toString(), right.toString());
}

void sortImages(QList<QJsonObject> &images, const QList<SortKey> &keys)
{
    // Times are whole seconds: what was made later in the same second stands later in the state.
    if (keys.first().descending)
        std::ranges::reverse(images);
    std::ranges::stable_sort(images, [&](const QJsonObject &left, const QJsonObject &right) {
        for (const auto &[key, descending] : keys)
            if (const int order = compared(left.value(key), right.value(key)); order != 0)
                return descending ? order > 0 : order < 0;
        return false;
    });
}

/// The request's own address with another marker, without the host, as Glance writes it.
QString linkFrom(const Request &request, const QString &marker)
{
    auto query = request.query;
    query.removeAllQueryItems(QStringLiteral("marker"));
    if (!marker.isEmpty())
        query.addQueryItem(QStringLiteral("marker"), marker);
    const auto text = query.toString(QUrl::FullyEncoded);
    return QStringLiteral("/v2/images") + (text.isEmpty() ? QString() : u'?' + text);
}

} // namespace

Response listImages(Context &context)
{
    QList<QJsonObject> images;
    for (const auto &image : std::as_const(context.state.images))
        if (image.region == context.region && isAskedFor(context, image))
            images.append(glanceImage(image));
    sortImages(images, sortKeys(context.request));

    const int pageLimit = context.cloud.options().pageLimit;
    const auto most = pageLimit > 0 ? pageLimit : 1000;
    bool isNumber = true;
    const auto asked = context.request.parameter(QStringLiteral("limit"));
    const qint64 wanted = asked.isEmpty() ? (pageLimit > 0 ? pageLimit : 25) : asked.toLongLong(&isNumber);
    if (!isNumber || wanted < 0)
        return glanceError(400, QStringLiteral("limit param must be an integer"));
    qsizetype first = 0;
    if (const auto marker = context.request.parameter(QStringLiteral("marker")); !marker.isEmpty()) {
        const auto at =
            std::ranges::find_if(images, [&](const QJsonObject &image) { return image.value("id") == marker; });
        if (at == images.end())
            return glanceError(400, QStringLiteral("Invalid marker: image %1 could not be found.").arg(marker));
        first = at - images.begin() + 1;
    }
    const auto page = images.mid(first, std::min<qint64>(wanted, most));
    QJsonArray shown;
    for (const auto &image : page)
        shown.append(image);
    QJsonObject answer{{"images", shown}, {"schema", "/v2/schemas/images"}, {"first", linkFrom(context.request, {})}};
    if (!page.isEmpty() && page.size() == std::min<qint64>(wanted, most)) // as Glance: there may be none there
        answer.insert("next", linkFrom(context.request, page.last().value("id").toString()));
    return Response::json(answer);
}

} // namespace imagebuilder::simcloud
