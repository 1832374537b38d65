// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/glanceimage.h"

#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isNull() ? QJsonValue() : QJsonValue(text);
}

QJsonValue orNull(qint64 number)
{
    return number < 0 ? QJsonValue() : QJsonValue(number);
}

} // namespace

QString glanceUrl(const Context &context)
{
    const auto region = context.region.isEmpty() ? QString() : QStringLiteral("/regions/") + context.region;
    return context.cloud.url() + region + QStringLiteral("/image");
}

QJsonObject glanceImage(const Image &image)
{
    const auto self = QStringLiteral("/v2/images/") + image.id;
    QJsonObject json{
        {"id", image.id},
        {"name", orNull(image.name)},
        {"owner", image.owner},
        {"status", image.status},
        {"visibility", image.visibility},
        {"disk_format", orNull(image.diskFormat)},
        {"container_format", orNull(image.containerFormat)},
        {"size", orNull(image.size)},
        {"virtual_size", orNull(image.size)},
        {"checksum", image.checksum.isEmpty() ? QJsonValue() : QJsonValue(image.checksum)},
        {"os_hash_algo", image.sha512.isEmpty() ? QJsonValue() : QJsonValue("sha512")},
        {"os_hash_value", image.sha512.isEmpty() ? QJsonValue() : QJsonValue(image.sha512)},
        {"min_disk", image.minDisk},
        {"min_ram", image.minRam},
        {"protected", image.isProtected},
        {"os_hidden", image.hidden},
        {"tags", QJsonArray::fromStringList(image.tags)},
        {"created_at", timeText(image.created)},
        {"updated_at", timeText(image.updated)},
        {"self", self},
        {"file", self + QStringLiteral("/file")},
        {"schema", "/v2/schemas/image"},
    };
    if (image.size >= 0) // it has its bytes
        json.insert("stores", "file");
    for (const auto &[key, value] : image.properties.asKeyValueRange())
        json.insert(key, value);
    return json;
}

bool mayChange(const Caller &caller, const Image &image)
{
    return caller.isAdmin() || image.owner == caller.projectId;
}

bool maySee(const Caller &caller, const Image &image)
{
    return mayChange(caller, image) || image.visibility == QStringLiteral("public") ||
           image.visibility == QStringLiteral("community") ||
           (image.visibility == QStringLiteral("shared") && image.members.contains(caller.projectId));
}

std::expected<Image *, Response> imageToSee(Context &context)
{
    auto *image = find(context.state.images, context.id());
    if (!image || image->region != context.region || !maySee(context.caller, *image))
        return std::unexpected(glanceError(404, QStringLiteral("No image found with ID %1").arg(context.id())));
    return image;
}

std::expected<Image *, Response> imageToChange(Context &context)
{
    auto image = imageToSee(context);
    if (image && !mayChange(context.caller, **image))
        return std::unexpected(glanceError(403, QStringLiteral("You are not permitted to modify this image.")));
    return image;
}

} // namespace imagebuilder::simcloud
