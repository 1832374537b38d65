// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/routes.h"

#include "simcloud/image/glanceimage.h"
#include "simcloud/image/handlers.h"
#include "simcloud/image/imagequota.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

Response glanceVersions(const Context &context, int status)
{
    QJsonArray versions;
    for (int minor = 16; minor >= 0; --minor) {
        const QJsonObject link{{"rel", "self"}, {"href", glanceUrl(context) + QStringLiteral("/v2/")}};
        versions.append(QJsonObject{{"id", QStringLiteral("v2.%1").arg(minor)},
                                    {"status", minor == 16 ? "CURRENT" : "SUPPORTED"},
                                    {"links", QJsonArray{link}}});
    }
    return Response::json({{"versions", versions}}, status);
}

/// Glance tells something only where unified limits are turned on; here, where the project has a limit on images.
Response showUsage(Context &context)
{
    const auto *project = find(context.state.projects, context.caller.projectId);
    const auto quota = project ? project->quota : Quota();
    const auto [images, bytes] = imageUse(context.state, context.caller.projectId);
    QJsonObject usage;
    for (const auto &[name, used] :
         {std::pair{QStringLiteral("image_count_total"), images}, {QStringLiteral("image_size_total"), bytes >> 20}})
        if (quota.value(name, -1) >= 0)
            usage.insert(name, QJsonObject{{"usage", used}, {"limit", quota.value(name)}});
    return Response::json({{"usage", usage}});
}

Response setActive(Context &context, const QString &from, const QString &to)
{
    if (!context.caller.isAdmin())
        return glanceError(403, QStringLiteral("You are not authorized to complete this action."));
    auto image = imageToSee(context);
    if (!image)
        return std::move(image.error());
    if ((*image)->status != from && (*image)->status != to)
        return glanceError(403, QStringLiteral("Not allowed to change the status from %1.").arg((*image)->status));
    (*image)->status = to;
    return Response::empty(204);
}

} // namespace

void addImageRoutes(Router &router)
{
    const QString v2 = QStringLiteral("/image/v2");
    const QString images = v2 + QStringLiteral("/images");
    const QString image = images + QStringLiteral("/{id}");
    const QString active = QStringLiteral("active");
    const QString deactivated = QStringLiteral("deactivated");
    router.add(
        "GET", QStringLiteral("/image"), [](Context &context) { return glanceVersions(context, 300); }, Access::Open);
    router.add(
        "GET", QStringLiteral("/image/versions"), [](Context &context) { return glanceVersions(context, 200); },
        Access::Open);
    router.add("GET", v2 + QStringLiteral("/info/import"), showImportMethods);
    router.add("GET", v2 + QStringLiteral("/info/usage"), showUsage);
    router.add("GET", images, listImages);
    router.add("POST", images, createImage);
    router.add("GET", image, showImage);
    router.add("PATCH", image, patchImage);
    router.add("DELETE", image, deleteImage);
    router.addStream("PUT", image + QStringLiteral("/file"), uploadImageData);
    router.add("GET", image + QStringLiteral("/file"), downloadImageData);
    router.add("POST", image + QStringLiteral("/import"), importImage);
    router.add("POST", image + QStringLiteral("/actions/deactivate"),
               [=](Context &context) { return setActive(context, active, deactivated); });
    router.add("POST", image + QStringLiteral("/actions/reactivate"),
               [=](Context &context) { return setActive(context, deactivated, active); });
    addImageMemberRoutes(router);
    addImageSchemaRoutes(router);
}

} // namespace imagebuilder::simcloud
