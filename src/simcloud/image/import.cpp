// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/identity/tokens.h"
#include "simcloud/image/glanceimage.h"
#include "simcloud/image/handlers.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

#include <QtCore/QJsonArray>
#include <QtCore/QUuid>

#include <algorithm>

// Import by `glance-download`: Glance fetches the bytes from another region's, with the token of who asks. What is
// checked, in which order, and what the image looks like meanwhile is that of Glance 25 (api/v2/images.py,
// async_/flows/api_image_import.py and _internal_plugins/glance_download.py).
namespace imagebuilder::simcloud {

namespace {

constexpr seconds importPending(1);
constexpr seconds importTakes(3);

const QString glanceDownload = QStringLiteral("glance-download");
/// Holds the id of the task that works on the image, as long as it does.
const QString taskProperty = QStringLiteral("os_glance_import_task");
const QString queued = QStringLiteral("queued");

/// `glance_download_properties.extra_properties`, as it is by default.
const QStringList copiedPrefixes = {"hw_", "trait:", "os_distro", "os_secure_boot", "os_type"};

struct Import
{
    QString imageId;
    QString task;
    QString sourceId;
    QString region; ///< of the source, as it was asked for
    QString interface;
    Caller caller;
    QString token;
};

/// The image if the task still has it.
Image *imageOf(State &state, const Import &import)
{
    auto *image = find(state.images, import.imageId);
    return image && image->properties.value(taskProperty) == import.task ? image : nullptr;
}

/// Why the source cannot be had is in Glance's log only.
void giveUp(Image &image)
{
    image.status = queued;
    image.properties.remove(taskProperty);
    image.updated = now();
}

/// What the token may read in the source's region; nothing where its catalog has no such Glance, or a fault picks the
/// request.
Image *sourceOf(Cloud &cloud, const Import &import)
{
    auto &state = cloud.state();
    const auto &regions = cloud.options().regions;
    const auto region = std::ranges::find_if(
        regions, [&import](const QString &name) { return name.compare(import.region, Qt::CaseInsensitive) == 0; });
    const QStringList interfaces = {"public", "internal", "admin"};
    if (region == regions.end() || !interfaces.contains(import.interface) || !validToken(state, import.token))
        return nullptr;
    const auto name = region == regions.begin() ? QString() : *region;
    auto *source = find(state.images, import.sourceId);
    if (!source || source->region != name || source->status != u"active" || !maySee(import.caller, *source))
        return nullptr;
    Request fetch{.method = "GET", .path = QStringLiteral("/image/v2/images/%1/file").arg(source->id)};
    const auto *project = find(state.projects, import.caller.projectId);
    const bool refused = cloud.steering().faultFor(fetch, project ? project->name : QString()).has_value();
    return refused ? nullptr : source;
}

void finish(Cloud &cloud, const Import &import)
{
    std::unique_lock lock(cloud.mutex());
    auto &state = cloud.state();
    auto *image = imageOf(state, import);
    if (!image)
        return;
    auto *source = sourceOf(cloud, import);
    if (!source)
        return giveUp(*image);
    ++source->downloads;
    lock.unlock();
    const auto bytes = cloud.store().copy(import.sourceId, import.imageId, [&cloud, &import](qint64 read) {
        const std::scoped_lock counting(cloud.mutex());
        cloud.state().imageBytesRead += read;
        if (auto *counted = find(cloud.state().images, import.sourceId))
            counted->bytesRead += read;
    });
    lock.lock();
    image = imageOf(state, import);
    source = find(state.images, import.sourceId);
    if (!image)
        return cloud.store().remove(import.imageId);
    if (!bytes || !source)
        return giveUp(*image);
    image->diskFormat = source->diskFormat;
    image->containerFormat = source->containerFormat;
    for (const auto &[key, value] : source->properties.asKeyValueRange())
        if (std::ranges::any_of(copiedPrefixes, [&key](const QString &prefix) { return key.startsWith(prefix); }))
            image->properties.insert(key, value);
    image->size = bytes->size;
    image->checksum = bytes->md5;
    image->sha512 = bytes->sha512;
    image->status = QStringLiteral("active");
    image->properties.remove(taskProperty);
    image->updated = now();
}

void begin(Cloud &cloud, const Import &import)
{
    const std::scoped_lock lock(cloud.mutex());
    auto *image = imageOf(cloud.state(), import);
    if (!image)
        return;
    image->status = QStringLiteral("importing");
    // The names of stores, of which there is one without a name.
    image->properties.insert(QStringLiteral("os_glance_importing_to_stores"), QStringLiteral(""));
    image->properties.insert(QStringLiteral("os_glance_failed_import"), QStringLiteral(""));
    cloud.timeline().after(importTakes, [&cloud, import] { finish(cloud, import); });
}

std::optional<Response> wrongBody(const Context &context)
{
    const auto method = context.body.value("method").toObject();
    if (!context.body.contains("method"))
        return glanceError(400, QStringLiteral("Import request requires a 'method' field."));
    if (!method.contains("name"))
        return glanceError(400, QStringLiteral("Import request requires a 'name' field."));
    const auto name = method.value("name").toString();
    if (!context.cloud.options().importMethods.contains(name) || name != glanceDownload) // the others are not simulated
        return glanceError(400, QStringLiteral("Unknown import method name '%1'.").arg(name));
    return std::nullopt;
}

std::optional<Response> wrongImage(const Image &image)
{
    if (image.status == u"active")
        return glanceError(409, QStringLiteral("Image with status active cannot be target for import"));
    if (image.status != queued)
        return glanceError(
            409, QStringLiteral("Image needs to be in 'queued' state to use '%1' method").arg(glanceDownload));
    if (image.containerFormat.isEmpty())
        return glanceError(409, QStringLiteral("'container_format' needs to be set before import"));
    if (image.diskFormat.isEmpty())
        return glanceError(409, QStringLiteral("'disk_format' needs to be set before import"));
    return std::nullopt;
}

std::optional<Response> wrongSource(const QJsonObject &method)
{
    for (const auto &field : {QStringLiteral("glance_region"), QStringLiteral("glance_image_id")})
        if (!method.contains(field))
            return glanceError(400,
                               QStringLiteral("'%1' needs to be set for glance-download import method").arg(field));
    const auto id = method.value("glance_image_id").toString();
    if (QUuid::fromString(id).isNull())
        return glanceError(400, QStringLiteral("Remote image id does not look like a UUID: %1").arg(id));
    return std::nullopt;
}

} // namespace

Response showImportMethods(Context &context)
{
    const QJsonObject methods{{"description", "Import methods available."},
                              {"type", "array"},
                              {"value", QJsonArray::fromStringList(context.cloud.options().importMethods)}};
    return Response::json({{"import-methods", methods}});
}

Response importImage(Context &context)
{
    if (auto refusal = wrongBody(context))
        return std::move(*refusal);
    const auto found = imageToSee(context);
    if (!found)
        return found.error();
    auto &image = **found;
    if (auto refusal = wrongImage(image))
        return std::move(*refusal);
    const auto method = context.body.value("method").toObject();
    if (auto refusal = wrongSource(method))
        return std::move(*refusal);
    if (!mayChange(context.caller, image))
        return glanceError(403, QStringLiteral("You are not permitted to modify this image."));
    if (image.properties.contains(taskProperty))
        return glanceError(409, QStringLiteral("Image has active task"));
    const Import import{.imageId = image.id,
                        .task = newId(),
                        .sourceId = method.value("glance_image_id").toString(),
                        .region = method.value("glance_region").toString(),
                        .interface = method.value("glance_service_interface").toString(QStringLiteral("public")),
                        .caller = context.caller,
                        .token = QString::fromLatin1(context.request.headers.value("x-auth-token"))};
    image.properties.insert(taskProperty, import.task);
    auto &cloud = context.cloud;
    cloud.timeline().after(importPending, [&cloud, import] { begin(cloud, import); });
    return Response::empty(202);
}

} // namespace imagebuilder::simcloud
