// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/glanceimage.h"
#include "simcloud/image/handlers.h"
#include "simcloud/image/imagequota.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

namespace imagebuilder::simcloud {

namespace {

/// Takes the body while the state is free for others. Nothing when the client left or the quota was full.
std::optional<StoredBytes> receiveBytes(Context &context, qint64 mayTake, bool *overQuota)
{
    const auto writer = context.cloud.store().write(context.id(), context.request.contentLength);
    qint64 taken = 0;
    context.lock.unlock();
    const bool whole = context.request.readBody([&](QByteArrayView piece) {
        taken += piece.size();
        *overQuota = taken > mayTake;
        const std::scoped_lock lock(context.cloud.mutex());
        context.state.imageBytesWritten += piece.size();
        if (auto *image = find(context.state.images, context.id()))
            image->bytesWritten += piece.size();
        return !*overQuota && writer->add(piece);
    });
    std::optional<StoredBytes> bytes;
    if (whole)
        bytes = writer->finish();
    context.lock.lock();
    return bytes;
}

} // namespace

Response uploadImageData(Context &context)
{
    const auto found = imageToChange(context);
    if (!found)
        return found.error();
    if (!context.request.headers.value("content-type").startsWith("application/octet-stream"))
        return glanceError(415, QStringLiteral("The Content-Type must be application/octet-stream."));
    if ((*found)->status != QStringLiteral("queued"))
        return glanceError(
            409, QStringLiteral("Image status transition from %1 to saving is not allowed").arg((*found)->status));
    if ((*found)->diskFormat.isEmpty() || (*found)->containerFormat.isEmpty())
        return glanceError(
            400, QStringLiteral("Properties disk_format, container_format must be set prior to saving data."));
    const auto left = imageQuotaLeft(context.state, (*found)->owner).bytes;
    bool overQuota = context.request.contentLength > left;
    std::optional<StoredBytes> bytes;
    if (!overQuota) {
        (*found)->status = QStringLiteral("saving");
        ++(*found)->uploads;
        bytes = receiveBytes(context, left, &overQuota);
    }
    auto *image = find(context.state.images, context.id()); // anything may have happened meanwhile
    if (!image) {
        context.cloud.store().remove(context.id());
        return glanceError(410, QStringLiteral("Image %1 was deleted during the upload.").arg(context.id()));
    }
    image->updated = now();
    if (!bytes) {
        image->status = QStringLiteral("queued");
        if (overQuota)
            return glanceError(413, QStringLiteral("Project %1 is over the image_size_total quota").arg(image->owner));
        return {.abort = true};
    }
    image->status = QStringLiteral("active");
    image->size = bytes->size;
    image->checksum = bytes->md5;
    image->sha512 = bytes->sha512;
    return Response::empty(204);
}

Response downloadImageData(Context &context)
{
    const auto found = imageToSee(context);
    if (!found)
        return found.error();
    auto &image = **found;
    if (image.status == QStringLiteral("deactivated") && !context.caller.isAdmin())
        return glanceError(
            403, QStringLiteral("The requested image has been deactivated. Image data download is forbidden."));
    Response response;
    response.stream = context.cloud.store().read(image.id, [&cloud = context.cloud, id = image.id](qint64 bytes) {
        const std::scoped_lock lock(cloud.mutex());
        cloud.state().imageBytesRead += bytes;
        if (auto *read = find(cloud.state().images, id))
            read->bytesRead += bytes;
    });
    if (!response.stream || image.status != QStringLiteral("active"))
        return Response::empty(204);
    ++image.downloads;
    response.contentType = "application/octet-stream";
    response.acceptsRange = true;
    if (!image.checksum.isEmpty())
        response.headers.append({"Content-MD5", image.checksum.toLatin1()});
    return response;
}

} // namespace imagebuilder::simcloud
