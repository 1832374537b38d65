// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/fields.h"

#include "simcloud/sim/errors.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

const QStringList readOnlyFields = {"status",       "checksum",   "os_hash_algo", "os_hash_value", "size",
                                    "virtual_size", "created_at", "updated_at",   "self",          "file",
                                    "schema",       "stores",     "locations",    "direct_url"};
const QStringList ownFields = {"id",       "name",    "owner",     "visibility", "disk_format", "container_format",
                               "min_disk", "min_ram", "protected", "os_hidden",  "tags"};
const QStringList visibilities = {"private", "shared", "community", "public"};
const QStringList diskFormats = {"ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop"};
const QStringList containerFormats = {"ami", "ari", "aki", "bare", "ovf", "ova", "docker", "compressed"};

Response invalid(const QString &key, const QJsonValue &value)
{
    return glanceError(400, QStringLiteral("Provided object does not match schema 'image': %1 is not valid for '%2'")
                                .arg(value.toVariant().toString(), key));
}

std::optional<Response> setText(QString &field, const QString &key, const QJsonValue &value, const QStringList &allowed)
{
    if (!value.isNull() && (!value.isString() || (!allowed.isEmpty() && !allowed.contains(value.toString()))))
        return invalid(key, value);
    field = value.isNull() ? QString() : value.toString(QStringLiteral(""));
    return std::nullopt;
}

std::optional<Response> setFormat(Image &image, QString &field, const QString &key, const QJsonValue &value,
                                  const QStringList &allowed)
{
    if (image.status != QStringLiteral("queued"))
        return glanceError(403, QStringLiteral("Attribute %1 can be only replaced for a queued image.").arg(key));
    return setText(field, key, value, allowed);
}

std::optional<Response> setNumber(int &field, const QString &key, const QJsonValue &value)
{
    if (!value.isDouble() || value.toInteger(-1) < 0)
        return invalid(key, value);
    field = value.toInt();
    return std::nullopt;
}

std::optional<Response> setFlag(bool &field, const QString &key, const QJsonValue &value)
{
    if (!value.isBool())
        return invalid(key, value);
    field = value.toBool();
    return std::nullopt;
}

std::optional<Response> setVisibility(Image &image, const QJsonValue &value, const Caller &caller)
{
    if (value == "public" && !caller.isAdmin())
        return glanceError(403, QStringLiteral("You are not authorized to complete publicize_image action."));
    return setText(image.visibility, QStringLiteral("visibility"), value, visibilities);
}

std::optional<Response> setTags(Image &image, const QJsonValue &value)
{
    if (!value.isArray())
        return invalid(QStringLiteral("tags"), value);
    image.tags.clear();
    for (const auto &tag : value.toArray())
        if (!image.tags.contains(tag.toString()))
            image.tags.append(tag.toString());
    return std::nullopt;
}

} // namespace

bool isImageField(const QString &key)
{
    return ownFields.contains(key) || readOnlyFields.contains(key);
}

std::optional<Response> setImageField(Image &image, const QString &key, const QJsonValue &value, const Caller &caller)
{
    if (readOnlyFields.contains(key) || ((key == u"owner" || key == u"id") && !caller.isAdmin()))
        return glanceError(403, QStringLiteral("Attribute '%1' is read-only.").arg(key));
    if (key == u"name")
        return setText(image.name, key, value, {});
    if (key == u"owner")
        return setText(image.owner, key, value, {});
    if (key == u"visibility")
        return setVisibility(image, value, caller);
    if (key == u"disk_format")
        return setFormat(image, image.diskFormat, key, value, diskFormats);
    if (key == u"container_format")
        return setFormat(image, image.containerFormat, key, value, containerFormats);
    if (key == u"min_disk")
        return setNumber(image.minDisk, key, value);
    if (key == u"min_ram")
        return setNumber(image.minRam, key, value);
    if (key == u"protected")
        return setFlag(image.isProtected, key, value);
    if (key == u"os_hidden")
        return setFlag(image.hidden, key, value);
    if (key == u"tags")
        return setTags(image, value);
    if (!value.isString() || key.size() > 255)
        return invalid(key, value);
    image.properties.insert(key, value.toString());
    return std::nullopt;
}

} // namespace imagebuilder::simcloud
