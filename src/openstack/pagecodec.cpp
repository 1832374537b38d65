// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/pagecodec.h"

#include "base/json.h"

#include <QtCore/QUrl>

namespace imagebuilder::openstack {

namespace {

QString nextLink(const QJsonObject &answer, const QString &key)
{
    if (const auto next = answer.value(QStringLiteral("next")).toString(); !next.isEmpty())
        return next;
    for (const auto &entry : answer.value(key + QStringLiteral("_links")).toArray()) {
        const auto link = entry.toObject();
        if (link.value(QStringLiteral("rel")) == QStringLiteral("next"))
            return link.value(QStringLiteral("href")).toString();
    }
    return answer.value(QStringLiteral("links")).toObject().value(QStringLiteral("next")).toString();
}

} // namespace

Result<Page> parsePage(const QByteArray &body, const QString &key)
{
    const auto what = QStringLiteral("the list of %1").arg(key);
    IB_TRY(const auto answer, parseJsonObject(body, what));
    IB_TRY(const auto list, JsonReader(answer, what).array(key));
    Page page;
    for (const auto &item : list) {
        if (!item.isObject())
            return failure(ErrorKind::Protocol, QStringLiteral("%1 holds something that is no object").arg(what));
        page.items << item.toObject();
    }
    page.nextQuery = QUrl(nextLink(answer, key)).query(QUrl::FullyEncoded);
    return page;
}

} // namespace imagebuilder::openstack
