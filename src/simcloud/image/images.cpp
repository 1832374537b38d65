// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/fields.h"
#include "simcloud/image/glanceimage.h"
#include "simcloud/image/handlers.h"
#include "simcloud/image/imagequota.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

#include <QtCore/QUuid>

namespace imagebuilder::simcloud {

namespace {

Response shown(const Image &image, int status)
{
    return Response::json(glanceImage(image), status);
}

} // namespace

Response createImage(Context &context)
{
    if (context.body.isEmpty() && context.bytes.trimmed() != "{}")
        return glanceError(400, QStringLiteral("Expected JSON object."));
    if (imageQuotaLeft(context.state, context.caller.projectId).count < 1)
        return glanceError(
            413, QStringLiteral("Project %1 is over the image_count_total quota").arg(context.caller.projectId));
    Image image{.id = newId(),
                .region = context.region,
                .name = {},
                .owner = context.caller.projectId,
                .diskFormat = {},
                .containerFormat = {},
                .checksum = {},
                .sha512 = {},
                .tags = {},
                .properties = {},
                .members = {},
                .created = now(),
                .updated = now()};
    for (auto field = context.body.begin(); field != context.body.end(); ++field) {
        if (field.key() == u"id") {
            image.id = field.value().toString();
            if (QUuid::fromString(image.id).isNull())
                return glanceError(400, QStringLiteral("Invalid image id format"));
            if (find(context.state.images, image.id))
                return glanceError(409, QStringLiteral("Image ID %1 already exists!").arg(image.id));
        } else if (auto refusal = setImageField(image, field.key(), field.value(), context.caller)) {
            return std::move(*refusal);
        }
    }
    context.state.images.append(image);
    auto response = shown(image, 201);
    response.headers.append({"Location", (glanceUrl(context) + QStringLiteral("/v2/images/") + image.id).toUtf8()});
    return response;
}

Response showImage(Context &context)
{
    auto image = imageToSee(context);
    return image ? shown(**image, 200) : std::move(image.error());
}

Response deleteImage(Context &context)
{
    const auto image = imageToChange(context);
    if (!image)
        return image.error();
    if ((*image)->isProtected)
        return glanceError(403, QStringLiteral("Image %1 is protected and cannot be deleted.").arg(context.id()));
    context.cloud.store().remove(context.id());
    removeById(context.state.images, context.id());
    return Response::empty(204);
}

} // namespace imagebuilder::simcloud
