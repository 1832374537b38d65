// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/fields.h"
#include "simcloud/image/glanceimage.h"
#include "simcloud/image/handlers.h"
#include "simcloud/sim/errors.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>

namespace imagebuilder::simcloud {

namespace {

bool isPatchType(const QByteArray &contentType)
{
    return contentType.startsWith("application/openstack-images-v2.1-json-patch") ||
           contentType.startsWith("application/openstack-images-v2.0-json-patch");
}

/// "/a~1b" → "a/b" (RFC 6901); empty when it points deeper.
QString keyOf(const QString &pointer)
{
    if (!pointer.startsWith(u'/') || pointer.count(u'/') != 1)
        return {};
    return pointer.sliced(1)
        .replace(QStringLiteral("~1"), QStringLiteral("/"))
        .replace(QStringLiteral("~0"), QStringLiteral("~"));
}

std::optional<Response> applied(const QJsonObject &change, Image &image, const Caller &caller)
{
    const auto op = change.value("op").toString();
    const auto key = keyOf(change.value("path").toString());
    if (key.isEmpty() || (op != u"add" && op != u"replace" && op != u"remove"))
        return glanceError(400, QStringLiteral("Invalid JSON patch"));
    if (op != u"add" && !isImageField(key) && !image.properties.contains(key))
        return glanceError(409, QStringLiteral("Property %1 does not exist.").arg(key));
    if (op == u"remove") {
        if (isImageField(key))
            return glanceError(403, QStringLiteral("Property %1 may not be removed.").arg(key));
        image.properties.remove(key);
        return std::nullopt;
    }
    return setImageField(image, key, change.value("value"), caller);
}

} // namespace

Response patchImage(Context &context)
{
    if (!isPatchType(context.request.headers.value("content-type")))
        return glanceError(415, QStringLiteral("The content type is not a JSON patch of images."));
    auto found = imageToChange(context);
    if (!found)
        return std::move(found.error());
    const auto changes = QJsonDocument::fromJson(context.bytes);
    if (!changes.isArray())
        return glanceError(400, QStringLiteral("Request body must be a JSON array of operation objects."));
    auto image = **found; // all changes or none
    for (const auto &change : changes.array())
        if (auto refusal = applied(change.toObject(), image, context.caller))
            return std::move(*refusal);
    image.updated = now();
    **found = image;
    return Response::json(glanceImage(image));
}

} // namespace imagebuilder::simcloud
