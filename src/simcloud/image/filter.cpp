// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/filter.h"

#include "simcloud/image/glanceimage.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

/// What the query holds beside filters.
const QStringList notFilters = {"limit", "marker", "sort", "sort_key", "sort_dir", "member_status"};

QString textOf(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

/// "in:a,\"b c\"": any of them.
bool isAnyOf(const QString &list, const QString &text)
{
    for (auto part : list.split(u',')) {
        if (part.size() > 1 && part.startsWith(u'"') && part.endsWith(u'"'))
            part = part.sliced(1, part.size() - 2);
        if (part == text)
            return true;
    }
    return false;
}

/// "gte:2026-01-01T00:00:00Z"
bool comparesTo(const QString &wanted, const QString &time)
{
    const auto colon = wanted.indexOf(u':');
    const auto operation = wanted.left(colon);
    const auto left = QDateTime::fromString(time, Qt::ISODate);
    const auto right = QDateTime::fromString(wanted.sliced(colon + 1), Qt::ISODate);
    if (operation == u"gt")
        return left > right;
    if (operation == u"gte")
        return left >= right;
    if (operation == u"lt")
        return left < right;
    if (operation == u"lte")
        return left <= right;
    return operation == u"neq" ? left != right : left == right;
}

bool matches(const QString &key, const QString &wanted, const Image &image, const QJsonObject &json)
{
    if (key == u"tag")
        return image.tags.contains(wanted);
    if (key == u"size_min")
        return image.size >= wanted.toLongLong();
    if (key == u"size_max")
        return image.size <= wanted.toLongLong();
    if (key == u"visibility" && wanted == u"all")
        return true;
    const auto text = textOf(json.value(key));
    if (key == u"protected" || key == u"os_hidden")
        return text == wanted.toLower();
    if ((key == u"created_at" || key == u"updated_at") && wanted.indexOf(u':') <= 3)
        return comparesTo(wanted, text);
    if (wanted.startsWith(QStringLiteral("in:")))
        return isAnyOf(wanted.sliced(3), text);
    return json.contains(key) && text == wanted;
}

/// What a list holds where the query says nothing of it: no strangers' community images, and of the shared ones those
/// that were accepted.
bool isListed(const Context &context, const Image &image)
{
    if (image.owner == context.caller.projectId || image.visibility == u"public")
        return true;
    const auto wanted = context.request.parameter(QStringLiteral("visibility"));
    if (image.visibility == u"community")
        return wanted == u"community" || wanted == u"all";
    auto membership = context.request.parameter(QStringLiteral("member_status"));
    if (membership.isEmpty())
        membership = QStringLiteral("accepted");
    const auto status = image.members.value(context.caller.projectId);
    if (image.visibility == u"shared" && !status.isEmpty())
        return membership == u"all" || membership == status;
    return context.caller.isAdmin();
}

} // namespace

bool isAskedFor(const Context &context, const Image &image)
{
    if (!isListed(context, image))
        return false;
    const auto json = glanceImage(image);
    const auto items = context.request.query.queryItems(QUrl::FullyDecoded);
    for (const auto &[key, wanted] : items)
        if (!notFilters.contains(key) && !matches(key, wanted, image, json))
            return false;
    return !image.hidden || context.request.query.hasQueryItem(QStringLiteral("os_hidden"));
}

} // namespace imagebuilder::simcloud
