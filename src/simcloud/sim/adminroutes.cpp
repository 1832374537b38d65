// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/sim/adminroutes.h"

#include "simcloud/image/fields.h"
#include "simcloud/image/glanceimage.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/steeringroutes.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

namespace {

Response showState(Context &context)
{
    return Response::json(toJson(context.state));
}

Response listRequests(Context &context)
{
    const auto after = context.request.parameter(QStringLiteral("after")).toLongLong();
    return Response::json({{"requests", context.cloud.requestLog().toJson(after)}});
}

Response clearRequests(Context &context)
{
    context.cloud.requestLog().clear();
    return Response::empty(204);
}

/// {"scale": 50}
Response setClock(Context &context)
{
    const auto scale = context.body.value("scale").toDouble();
    if (scale <= 0)
        return Response::json({{"error", "scale must be above 0"}}, 400);
    context.cloud.timeline().setScale(scale);
    return Response::empty(204);
}

/// {"project": "web", "quota": {"image_count_total": 3}}
Response setQuota(Context &context)
{
    auto &project = ensureProject(context.state, context.body.value("project").toString());
    const auto quota = context.body.value("quota").toObject();
    for (auto limit = quota.begin(); limit != quota.end(); ++limit)
        project.quota.insert(limit.key(), limit.value().toInteger());
    return Response::empty(204);
}

/// All tokens that were given out end now.
Response expireTokens(Context &context)
{
    for (auto &token : context.state.tokens)
        token.expires = now().addSecs(-1);
    return Response::empty(204);
}

QMap<QString, QString> textsOf(const QJsonObject &object)
{
    QMap<QString, QString> texts;
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        texts.insert(entry.key(), entry.value().toString());
    return texts;
}

/// Sets what Glance lets nobody set, too: status, created_at, os_hash_value and members (project id → status).
std::optional<Response> alter(Image &image, const QJsonObject &fields)
{
    const Caller admin{.userId = {}, .projectId = {}, .roles = {QStringLiteral("admin")}};
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        if (field.key() == u"status")
            image.status = field.value().toString();
        else if (field.key() == u"created_at")
            image.created = QDateTime::fromString(field.value().toString(), Qt::ISODate);
        else if (field.key() == u"os_hash_value")
            image.sha512 = field.value().toString();
        else if (field.key() == u"members")
            image.members = textsOf(field.value().toObject());
        else if (auto refusal = setImageField(image, field.key(), field.value(), admin))
            return refusal;
    }
    return std::nullopt;
}

/// {"project": "web", "size": 1048576, "image": {"name": …, "status": "active", …}}; the bytes are made up.
Response plantImage(Context &context)
{
    Image image{.id = newId(),
                .name = {},
                .owner = ensureProject(context.state, context.body.value("project").toString()).id,
                .diskFormat = QStringLiteral("qcow2"),
                .containerFormat = QStringLiteral("bare"),
                .checksum = {},
                .sha512 = {},
                .tags = {},
                .properties = {},
                .members = {},
                .created = now(),
                .updated = now()};
    if (context.body.contains("size")) {
        const auto bytes = context.cloud.store().makeUp(image.id, context.body.value("size").toInteger());
        image.size = bytes.size;
        image.sha512 = bytes.sha512;
    }
    auto fields = context.body.value("image").toObject();
    if (auto refusal = alter(image, fields))
        return std::move(*refusal);
    context.state.images.append(image);
    return Response::json(glanceImage(image), 201);
}

Response alterImage(Context &context)
{
    auto *image = find(context.state.images, context.id());
    if (!image)
        return Response::empty(404);
    auto refusal = alter(*image, context.body);
    return refusal ? std::move(*refusal) : Response::json(glanceImage(*image));
}

/// As if somebody had deleted it behind everybody's back.
Response dropImage(Context &context)
{
    const auto gone = context.state.images.removeIf([&](const Image &image) { return image.id == context.id(); });
    return Response::empty(gone > 0 ? 204 : 404);
}

} // namespace

void addAdminRoutes(Router &router)
{
    router.add("GET", QStringLiteral("/sim/state"), showState, Access::Open);
    router.add("GET", QStringLiteral("/sim/requests"), listRequests, Access::Open);
    router.add("DELETE", QStringLiteral("/sim/requests"), clearRequests, Access::Open);
    router.add("POST", QStringLiteral("/sim/clock"), setClock, Access::Open);
    router.add("POST", QStringLiteral("/sim/quotas"), setQuota, Access::Open);
    router.add("POST", QStringLiteral("/sim/tokens/expire"), expireTokens, Access::Open);
    router.add("POST", QStringLiteral("/sim/images"), plantImage, Access::Open);
    router.add("PATCH", QStringLiteral("/sim/images/{id}"), alterImage, Access::Open);
    router.add("DELETE", QStringLiteral("/sim/images/{id}"), dropImage, Access::Open);
    addSteeringRoutes(router);
}

} // namespace imagebuilder::simcloud
