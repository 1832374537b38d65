// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/handlers.h"
#include "simcloud/sim/router.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

QJsonObject typed(const QString &type)
{
    return {{"type", type}};
}

QJsonObject typedOrNull(const QString &type)
{
    return {{"type", QJsonArray{"null", type}}};
}

QJsonObject imageSchema()
{
    QJsonObject properties;
    for (const auto *key :
         {"id", "owner", "status", "visibility", "created_at", "updated_at", "self", "file", "schema"})
        properties.insert(QLatin1String(key), typed(QStringLiteral("string")));
    for (const auto *key : {"name", "disk_format", "container_format", "checksum", "os_hash_algo", "os_hash_value"})
        properties.insert(QLatin1String(key), typedOrNull(QStringLiteral("string")));
    for (const auto *key : {"size", "virtual_size"})
        properties.insert(QLatin1String(key), typedOrNull(QStringLiteral("integer")));
    for (const auto *key : {"min_disk", "min_ram"})
        properties.insert(QLatin1String(key), typed(QStringLiteral("integer")));
    for (const auto *key : {"protected", "os_hidden"})
        properties.insert(QLatin1String(key), typed(QStringLiteral("boolean")));
    properties.insert("tags", QJsonObject{{"type", "array"}, {"items", typed(QStringLiteral("string"))}});
    return {{"name", "image"}, {"properties", properties}, {"additionalProperties", typed(QStringLiteral("string"))}};
}

QJsonObject memberSchema()
{
    QJsonObject properties;
    for (const auto *key : {"image_id", "member_id", "status", "created_at", "updated_at", "schema"})
        properties.insert(QLatin1String(key), typed(QStringLiteral("string")));
    return {{"name", "member"}, {"properties", properties}};
}

QJsonObject listSchema(const QString &name, const QJsonObject &element)
{
    const QJsonObject array{{"type", "array"}, {"items", element}};
    return {{"name", name}, {"properties", QJsonObject{{name, array}, {"next", typed(QStringLiteral("string"))}}}};
}

void addSchema(Router &router, const QString &name, const QJsonObject &schema)
{
    router.add("GET", QStringLiteral("/image/v2/schemas/") + name,
               [schema](Context &) { return Response::json(schema); });
}

} // namespace

void addImageSchemaRoutes(Router &router)
{
    addSchema(router, QStringLiteral("image"), imageSchema());
    addSchema(router, QStringLiteral("images"), listSchema(QStringLiteral("images"), imageSchema()));
    addSchema(router, QStringLiteral("member"), memberSchema());
    addSchema(router, QStringLiteral("members"), listSchema(QStringLiteral("members"), memberSchema()));
}

} // namespace imagebuilder::simcloud
