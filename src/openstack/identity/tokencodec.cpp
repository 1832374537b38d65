// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/identity/tokencodec.h"

#include "base/json.h"

namespace imagebuilder::openstack {

namespace {

QList<Endpoint> parseCatalog(const QJsonArray &services)
{
    QList<Endpoint> catalog;
    for (const auto &entry : services) {
        const JsonReader service(entry.toObject(), QStringLiteral("service"));
        for (const auto &place : service.arrayOr(QStringLiteral("endpoints"))) {
            const JsonReader endpoint(place.toObject(), QStringLiteral("endpoint"));
            Endpoint found{
                .service = service.stringOr(QStringLiteral("type")),
                .region = endpoint.stringOr(QStringLiteral("region_id"), endpoint.stringOr(QStringLiteral("region"))),
                .interface = endpoint.stringOr(QStringLiteral("interface")),
                .url = QUrl(endpoint.stringOr(QStringLiteral("url")))};
            // One bad endpoint of a service nobody asks for must not spoil the login.
            if (found.url.isValid() && !found.url.host().isEmpty())
                catalog << std::move(found);
        }
    }
    return catalog;
}

} // namespace

Result<Token> parseToken(const QByteArray &body, Secret value, const QDateTime &now)
{
    const auto what = QStringLiteral("Keystone's answer to the login");
    if (value.isEmpty())
        return failure(ErrorKind::Protocol, QStringLiteral("%1 has no header X-Subject-Token").arg(what));
    IB_TRY(auto answer, parseJsonObject(body, what));
    IB_TRY(const auto token, JsonReader(std::move(answer), what).object(QStringLiteral("token")));
    const auto expires = token.timeOr(QStringLiteral("expires_at"));
    if (!expires.isValid())
        return failure(ErrorKind::Protocol, QStringLiteral("%1 has no time in \"expires_at\"").arg(what));
    const auto issued = token.timeOr(QStringLiteral("issued_at"));
    const auto project = token.objectOr(QStringLiteral("project"));
    const JsonReader user(token.objectOr(QStringLiteral("user")), what);
    const auto credential = token.objectOr(QStringLiteral("application_credential"));
    return Token{.value = std::move(value),
                 .life = milliseconds((issued.isValid() ? issued : now).msecsTo(expires)),
                 .projectId = project.value(QStringLiteral("id")).toString(),
                 .userId = user.stringOr(QStringLiteral("id")),
                 .passwordExpires = user.timeOr(QStringLiteral("password_expires_at")),
                 .issued = issued,
                 .received = now,
                 .applicationCredential = credential.value(QStringLiteral("id")).toString(),
                 .catalog = parseCatalog(token.arrayOr(QStringLiteral("catalog")))};
}

} // namespace imagebuilder::openstack
