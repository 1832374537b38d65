// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/identity/catalog.h"

#include <QtCore/QJsonObject>
#include <QtCore/QUuid>

namespace imagebuilder::simcloud {

namespace {

/// The same name has the same id in every run's catalog, as if the endpoints stood in a database.
QString stableId(const QString &name)
{
    return QUuid::createUuidV5(QUuid(), name).toString(QUuid::Id128);
}

} // namespace

QJsonArray catalogJson(const QString &url, const QStringList &regions, const QString &projectId)
{
    struct Service
    {
        QString type;
        QString name;
        QString path;
    };
    const QList<Service> services = {
        {QStringLiteral("identity"), QStringLiteral("keystone"), QStringLiteral("/identity")},
        {QStringLiteral("compute"), QStringLiteral("nova"), QStringLiteral("/compute/v2.1")},
        {QStringLiteral("image"), QStringLiteral("glance"), QStringLiteral("/image")},
        {QStringLiteral("network"), QStringLiteral("neutron"), QStringLiteral("/network")},
        // As most deployments write it: the type with its version, the path with the project.
        {QStringLiteral("volumev3"), QStringLiteral("cinderv3"), QStringLiteral("/volume/v3/") + projectId},
    };
    QJsonArray catalog;
    for (const auto &service : services) {
        QJsonArray endpoints;
        for (const auto &region : regions) {
            const bool isApart = service.type == u"image" && region != regions.first();
            const auto base = isApart ? url + QStringLiteral("/regions/") + region : url;
            for (const auto &interface :
                 {QStringLiteral("public"), QStringLiteral("internal"), QStringLiteral("admin")})
                endpoints.append(QJsonObject{{"id", stableId(service.name + region + interface)},
                                             {"interface", interface},
                                             {"region", region},
                                             {"region_id", region},
                                             {"url", base + service.path}});
        }
        catalog.append(QJsonObject{
            {"id", stableId(service.name)}, {"type", service.type}, {"name", service.name}, {"endpoints", endpoints}});
    }
    return catalog;
}

} // namespace imagebuilder::simcloud
