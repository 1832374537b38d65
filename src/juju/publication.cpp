// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "juju/publication.h"

#include "base/json.h"
#include "juju/pythontext.h"

namespace imagebuilder::juju {

namespace {

QString tagsOf(const PublishedImage &image)
{
    return image.arch + u',' + image.base;
}

} // namespace

Bag publicationBag(const QList<PublishedImage> &images)
{
    if (images.isEmpty())
        return {};
    QStringList items;
    for (const auto &image : images)
        items << QStringLiteral("{\"id\": %1, \"tags\": %2}").arg(pythonJson(image.id), pythonJson(tagsOf(image)));
    return {{QStringLiteral("id"), images.first().id},
            {QStringLiteral("tags"), tagsOf(images.first())},
            {QStringLiteral("images"), u'[' + items.join(QStringLiteral(", ")) + u']'}};
}

bool differs(const Bag &shown, const Bag &publication)
{
    for (const auto &[key, value] : publication.asKeyValueRange())
        if (shown.value(key) != value)
            return true;
    return false;
}

QString packed(const Bag &publication)
{
    QJsonObject object;
    for (const auto &[key, value] : publication.asKeyValueRange())
        object.insert(key, value);
    return QString::fromUtf8(compactJson(object));
}

Result<Bag> unpacked(const QString &text)
{
    IB_TRY(const auto object, parseJsonObject(text.toUtf8(), QStringLiteral("the peers' bag")));
    Bag publication;
    for (const auto *key : {"id", "tags", "images"}) {
        const auto name = QString::fromLatin1(key);
        IB_TRY(publication[name], JsonReader(object, QStringLiteral("the peers' bag")).string(name));
    }
    return publication;
}

} // namespace imagebuilder::juju
