// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/image/imagecodec.h"

#include "base/json.h"
#include "openstack/calls.h"

#include <QtCore/QSet>

namespace imagebuilder::openstack {

namespace {

bool isOwnField(const QString &key)
{
    static const QSet<QString> fields{
        QStringLiteral("id"),           QStringLiteral("name"),          QStringLiteral("status"),
        QStringLiteral("visibility"),   QStringLiteral("protected"),     QStringLiteral("tags"),
        QStringLiteral("owner"),        QStringLiteral("size"),          QStringLiteral("virtual_size"),
        QStringLiteral("disk_format"),  QStringLiteral("min_disk"),      QStringLiteral("min_ram"),
        QStringLiteral("created_at"),   QStringLiteral("updated_at"),    QStringLiteral("checksum"),
        QStringLiteral("file"),         QStringLiteral("schema"),        QStringLiteral("self"),
        QStringLiteral("direct_url"),   QStringLiteral("locations"),     QStringLiteral("container_format"),
        QStringLiteral("os_hash_algo"), QStringLiteral("os_hash_value"), QStringLiteral("os_hidden"),
        QStringLiteral("stores"),
    };
    return fields.contains(key);
}

bool fits(const QString &wanted, const QString &value)
{
    return wanted.isEmpty() || wanted == value;
}

} // namespace

Result<Image> parseImage(const QJsonObject &object)
{
    const JsonReader image(object, QStringLiteral("an image"));
    Image parsed;
    IB_TRY(parsed.id, image.string(QStringLiteral("id")));
    IB_TRY(parsed.status, image.string(QStringLiteral("status")));
    parsed.name = image.stringOr(QStringLiteral("name"));
    parsed.owner = image.stringOr(QStringLiteral("owner"));
    parsed.visibility = image.stringOr(QStringLiteral("visibility"));
    parsed.diskFormat = image.stringOr(QStringLiteral("disk_format"));
    parsed.containerFormat = image.stringOr(QStringLiteral("container_format"));
    parsed.size = image.integerOr(QStringLiteral("size"));
    parsed.minDiskGiB = int(image.integerOr(QStringLiteral("min_disk")));
    parsed.minRamMiB = int(image.integerOr(QStringLiteral("min_ram")));
    parsed.isProtected = image.boolOr(QStringLiteral("protected"));
    parsed.hidden = image.boolOr(QStringLiteral("os_hidden"));
    parsed.hashAlgo = image.stringOr(QStringLiteral("os_hash_algo"));
    parsed.hashValue = image.stringOr(QStringLiteral("os_hash_value"));
    parsed.created = image.timeOr(QStringLiteral("created_at"));
    for (auto field = object.begin(); field != object.end(); ++field) {
        if (field.value().isString() && !isOwnField(field.key()))
            parsed.properties.insert(field.key(), field.value().toString());
    }
    return parsed;
}

Result<QList<ImageMember>> parseImageMembers(const QByteArray &body)
{
    const auto what = QStringLiteral("Glance's members");
    IB_TRY(const auto answer, parseJsonObject(body, what));
    QList<ImageMember> members;
    for (const auto &entry : answer.value(QStringLiteral("members")).toArray()) {
        const JsonReader member(entry.toObject(), QStringLiteral("a member"));
        IB_TRY(auto project, member.string(QStringLiteral("member_id")));
        members << ImageMember{.projectId = std::move(project), .status = member.stringOr(QStringLiteral("status"))};
    }
    return members;
}

Result<ImageQuota> parseImageQuota(const QByteArray &body)
{
    const auto what = QStringLiteral("Glance's usage");
    IB_TRY(auto answer, parseJsonObject(body, what));
    IB_TRY(const auto usage, JsonReader(std::move(answer), what).object(QStringLiteral("usage")));
    const JsonReader count(usage.objectOr(QStringLiteral("image_count_total")), what);
    const JsonReader size(usage.objectOr(QStringLiteral("image_size_total")), what);
    const auto limit = QStringLiteral("limit");
    const auto used = QStringLiteral("usage");
    return ImageQuota{.maxImages = count.integerOr(limit, -1),
                      .usedImages = count.integerOr(used),
                      .maxMiB = size.integerOr(limit, -1),
                      .usedMiB = size.integerOr(used)};
}

Result<QStringList> parseImportMethods(const QByteArray &body)
{
    IB_TRY(const auto answer, parseJsonObject(body, QStringLiteral("Glance's ways of import")));
    const auto methods = answer.value(QStringLiteral("import-methods")).toObject();
    return methods.value(QStringLiteral("value")).toVariant().toStringList();
}

QJsonObject importBody(const ImportSource &source)
{
    return {{"method", QJsonObject{{"name", importMethod},
                                   {"glance_image_id", source.imageId},
                                   {"glance_region", source.region},
                                   {"glance_service_interface", source.interface}}}};
}

bool importEnded(const Image &image)
{
    const bool waits = image.status == u"queued" || image.status == u"importing" || image.status == u"saving";
    return !waits || (image.status == u"queued" && !image.properties.contains(QStringLiteral("os_glance_import_task")));
}

QJsonObject imageBody(const ImageRequest &request)
{
    QJsonObject body{{"name", request.name},
                     {"disk_format", request.diskFormat},
                     {"container_format", request.containerFormat},
                     {"min_disk", request.minDiskGiB},
                     {"min_ram", request.minRamMiB}};
    for (auto property = request.properties.begin(); property != request.properties.end(); ++property)
        body.insert(property.key(), property.value());
    return body;
}

QJsonArray propertiesPatch(const Properties &properties)
{
    QJsonArray patch;
    for (auto property = properties.begin(); property != properties.end(); ++property) {
        auto name = property.key(); // escaped as a JSON pointer, RFC 6901
        name.replace(u'~', QStringLiteral("~0")).replace(u'/', QStringLiteral("~1"));
        patch.append(QJsonObject{{"op", "add"}, {"path", u'/' + name}, {"value", property.value()}});
    }
    return patch;
}

QUrlQuery filterQuery(const ImageFilter &filter)
{
    QUrlQuery query;
    const auto add = [&query](const QString &name, const QString &value) {
        // `in:` and the like are operators to Glance; such values are compared by passes() alone.
        if (!value.isEmpty() && !value.contains(u':'))
            addParameter(query, name, value);
    };
    add(QStringLiteral("name"), filter.name);
    add(QStringLiteral("status"), filter.status);
    add(QStringLiteral("owner"), filter.owner);
    add(QStringLiteral("visibility"), filter.visibility);
    for (auto property = filter.properties.begin(); property != filter.properties.end(); ++property)
        add(property.key(), property.value());
    addParameter(query, QStringLiteral("sort_key"), QStringLiteral("created_at"));
    addParameter(query, QStringLiteral("sort_dir"), QStringLiteral("desc"));
    return query;
}

bool passes(const Image &image, const ImageFilter &filter)
{
    const bool anyVisibility = filter.visibility == QStringLiteral("all");
    bool passed = fits(filter.name, image.name) && fits(filter.status, image.status) &&
                  fits(filter.owner, image.owner) && (anyVisibility || fits(filter.visibility, image.visibility));
    for (auto property = filter.properties.begin(); property != filter.properties.end(); ++property)
        passed = passed && image.properties.value(property.key()) == property.value();
    return passed;
}

} // namespace imagebuilder::openstack
