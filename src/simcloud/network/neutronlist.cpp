// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/network/neutron.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

#include <algorithm>

namespace imagebuilder::simcloud {

namespace {

const QStringList notFields = {"fields", "limit", "marker", "page_reverse", "sort_key", "sort_dir"};

QString plainText(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

bool holds(const QJsonValue &value, const QString &wanted)
{
    if (value.isArray()) {
        const auto elements = value.toArray();
        return std::ranges::any_of(elements, [&](const QJsonValue &element) {
            return element.isObject() ? wanted.contains(element["ip_address"].toString())
                                      : plainText(element) == wanted;
        });
    }
    const auto text = plainText(value);
    return value.isBool() ? text == wanted.toLower() : text == wanted;
}

bool passes(const Request &request, const QJsonObject &element)
{
    const auto items = request.query.queryItems(QUrl::FullyDecoded);
    for (const auto &[key, value] : items) {
        if (notFields.contains(key) || !element.contains(key)) // as Neutron: unknown filters change nothing
            continue;
        const auto wanted = request.query.allQueryItemValues(key, QUrl::FullyDecoded);
        const auto field = element.value(key);
        if (std::ranges::none_of(wanted, [&](const QString &text) { return holds(field, text); }))
            return false;
    }
    return true;
}

QJsonObject onlyFields(const QJsonObject &element, const QStringList &fields)
{
    if (fields.isEmpty())
        return element;
    QJsonObject chosen;
    for (const auto &field : fields)
        if (element.contains(field))
            chosen.insert(field, element.value(field));
    return chosen;
}

QString nextPage(const Context &context, const QString &marker)
{
    auto query = context.request.query;
    query.removeAllQueryItems(QStringLiteral("marker"));
    query.addQueryItem(QStringLiteral("marker"), marker);
    return context.cloud.url() + context.request.path + u'?' + query.toString(QUrl::FullyEncoded);
}

} // namespace

bool isOwn(const Context &context, const QString &projectId)
{
    return context.caller.isAdmin() || projectId == context.caller.projectId;
}

Response noSuch(const QString &type, const QString &id)
{
    return neutronError(404, type + QStringLiteral("NotFound"),
                        QStringLiteral("%1 %2 could not be found.").arg(type, id));
}

Response neutronList(const Context &context, const QString &name, QList<QJsonObject> elements)
{
    const auto &request = context.request;
    elements.removeIf([&](const QJsonObject &element) { return !passes(request, element); });
    if (const auto key = request.parameter(QStringLiteral("sort_key")); !key.isEmpty())
        std::ranges::stable_sort(elements, {},
                                 [&](const QJsonObject &element) { return plainText(element.value(key)); });
    if (request.parameter(QStringLiteral("sort_dir")) == u"desc")
        std::ranges::reverse(elements);

    qsizetype first = 0;
    if (const auto marker = request.parameter(QStringLiteral("marker")); !marker.isEmpty()) {
        const auto at =
            std::ranges::find_if(elements, [&](const auto &element) { return element.value("id") == marker; });
        if (at == elements.end())
            return neutronError(400, QStringLiteral("BadRequest"), QStringLiteral("Invalid marker %1").arg(marker));
        first = at - elements.begin() + 1;
    }
    auto most = request.parameter(QStringLiteral("limit")).toLongLong();
    if (const int pageLimit = context.cloud.options().pageLimit; pageLimit > 0)
        most = most > 0 ? std::min<qint64>(most, pageLimit) : pageLimit;
    const auto page = most > 0 ? elements.mid(first, most) : elements.mid(first);
    const auto fields = request.query.allQueryItemValues(QStringLiteral("fields"), QUrl::FullyDecoded);
    QJsonArray shown;
    for (const auto &element : page)
        shown.append(onlyFields(element, fields));
    QJsonObject answer{{name, shown}};
    if (first + page.size() < elements.size()) {
        const QJsonObject next{{"rel", "next"}, {"href", nextPage(context, page.last().value("id").toString())}};
        answer.insert(name + QStringLiteral("_links"), QJsonArray{next});
    }
    return Response::json(answer);
}

} // namespace imagebuilder::simcloud
