// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "openstack/servicetypes.h"

#include <QtCore/QHash>

namespace imagebuilder::openstack {

QString officialServiceType(const QString &name)
{
    static const QHash<QString, QString> official{
        {QStringLiteral("glance"), QStringLiteral("image")},
        {QStringLiteral("imagev2"), QStringLiteral("image")},
        {QStringLiteral("nova"), QStringLiteral("compute")},
        {QStringLiteral("computev21"), QStringLiteral("compute")},
        {QStringLiteral("compute-v2.1"), QStringLiteral("compute")},
        {QStringLiteral("neutron"), QStringLiteral("network")},
        {QStringLiteral("networking"), QStringLiteral("network")},
        {QStringLiteral("quantum"), QStringLiteral("network")},
        // "volume" and "volumev2" are older APIs, which we do not speak.
        {QStringLiteral("cinder"), QStringLiteral("block-storage")},
        {QStringLiteral("volumev3"), QStringLiteral("block-storage")},
        {QStringLiteral("block-store"), QStringLiteral("block-storage")},
        {QStringLiteral("keystone"), QStringLiteral("identity")},
        {QStringLiteral("identityv3"), QStringLiteral("identity")},
        {QStringLiteral("identity-v3"), QStringLiteral("identity")},
    };
    auto plain = name.toLower();
    plain.replace(u'_', u'-');
    return official.value(plain, plain);
}

QString spokenVersion(const QString &service)
{
    static const QHash<QString, QString> versions{
        {QStringLiteral("compute"), QStringLiteral("v2.1")},     {QStringLiteral("image"), QStringLiteral("v2")},
        {QStringLiteral("network"), QStringLiteral("v2.0")},     {QStringLiteral("identity"), QStringLiteral("v3")},
        {QStringLiteral("block-storage"), QStringLiteral("v3")},
    };
    return versions.value(service);
}

} // namespace imagebuilder::openstack
