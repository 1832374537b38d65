// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/glanceimage.h"
#include "simcloud/image/handlers.h"
#include "simcloud/sim/errors.h"
#include "simcloud/sim/router.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

QJsonObject memberJson(const Image &image, const QString &project)
{
    return {{"image_id", image.id},
            {"member_id", project},
            {"status", image.members.value(project)},
            {"created_at", timeText(image.updated)},
            {"updated_at", timeText(image.updated)},
            {"schema", "/v2/schemas/member"}};
}

Response noMember(const Context &context)
{
    return glanceError(404, QStringLiteral("%1 not found in the member list of the image %2.")
                                .arg(context.captures.value(1), context.id()));
}

Response onlyShared(const Image &image, int status)
{
    return glanceError(status, QStringLiteral("Not allowed to look at members of image %1: Only shared images have "
                                              "members.")
                                   .arg(image.id));
}

bool isShared(const Image &image)
{
    return image.visibility == QStringLiteral("shared");
}

Response addMember(Context &context)
{
    auto found = imageToChange(context);
    if (!found)
        return std::move(found.error());
    auto &image = **found;
    const auto project = context.body.value("member").toString();
    if (project.isEmpty())
        return glanceError(400, QStringLiteral("Member can't be empty"));
    if (!isShared(image))
        return glanceError(403, QStringLiteral("Only shared images have members."));
    if (image.members.contains(project))
        return glanceError(409, QStringLiteral("Member %1 is duplicated for image %2").arg(project, image.id));
    image.members.insert(project, QStringLiteral("pending"));
    return Response::json(memberJson(image, project));
}

/// The owner sees all, a member only itself.
Response listMembers(Context &context)
{
    auto found = imageToSee(context);
    if (!found)
        return std::move(found.error());
    if (!isShared(**found))
        return onlyShared(**found, 403);
    QJsonArray members;
    for (const auto &project : (*found)->members.keys())
        if (mayChange(context.caller, **found) || project == context.caller.projectId)
            members.append(memberJson(**found, project));
    return Response::json({{"members", members}, {"schema", "/v2/schemas/members"}});
}

Response showMember(Context &context)
{
    auto found = imageToSee(context);
    if (!found)
        return std::move(found.error());
    if (!isShared(**found))
        return onlyShared(**found, 404);
    const auto project = context.captures.value(1);
    const bool mayKnow = mayChange(context.caller, **found) || project == context.caller.projectId;
    return mayKnow && (*found)->members.contains(project) ? Response::json(memberJson(**found, project))
                                                          : noMember(context);
}

/// Accepting is the member's own.
Response answerMembership(Context &context)
{
    auto found = imageToSee(context);
    if (!found)
        return std::move(found.error());
    const auto project = context.captures.value(1);
    const auto status = context.body.value("status").toString();
    if (!isShared(**found))
        return onlyShared(**found, 403);
    if (!(*found)->members.contains(project))
        return noMember(context);
    if (project != context.caller.projectId && !context.caller.isAdmin())
        return glanceError(403, QStringLiteral("You are not permitted to modify 'status' on this image member."));
    if (!QStringList{"pending", "accepted", "rejected"}.contains(status))
        return glanceError(400, QStringLiteral("Unexpected status: %1").arg(status));
    (*found)->members.insert(project, status);
    return Response::json(memberJson(**found, project));
}

Response removeMember(Context &context)
{
    auto found = imageToChange(context);
    if (!found)
        return std::move(found.error());
    if (!isShared(**found))
        return onlyShared(**found, 403);
    if ((*found)->members.remove(context.captures.value(1)) == 0)
        return noMember(context);
    return Response::empty(204);
}

Response addTag(Context &context)
{
    auto found = imageToChange(context);
    if (!found)
        return std::move(found.error());
    if (!(*found)->tags.contains(context.captures.value(1)))
        (*found)->tags.append(context.captures.value(1));
    return Response::empty(204);
}

Response removeTag(Context &context)
{
    auto found = imageToChange(context);
    if (!found)
        return std::move(found.error());
    if ((*found)->tags.removeAll(context.captures.value(1)) == 0)
        return glanceError(404, QStringLiteral("The tag was not found."));
    return Response::empty(204);
}

} // namespace

void addImageMemberRoutes(Router &router)
{
    const QString image = QStringLiteral("/image/v2/images/{id}");
    router.add("POST", image + QStringLiteral("/members"), addMember);
    router.add("GET", image + QStringLiteral("/members"), listMembers);
    router.add("GET", image + QStringLiteral("/members/{member}"), showMember);
    router.add("PUT", image + QStringLiteral("/members/{member}"), answerMembership);
    router.add("DELETE", image + QStringLiteral("/members/{member}"), removeMember);
    router.add("PUT", image + QStringLiteral("/tags/{tag}"), addTag);
    router.add("DELETE", image + QStringLiteral("/tags/{tag}"), removeTag);
}

} // namespace imagebuilder::simcloud
