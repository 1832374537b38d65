// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/handlers.h"
#include "simcloud/compute/serverwish.h"

#include <QtCore/QJsonArray>

namespace imagebuilder::simcloud {

const QStringList &zoneNames()
{
    static const QStringList names{QStringLiteral("nova"), QStringLiteral("zone-b"), QStringLiteral("zone-c")};
    return names;
}

Response listZones(Context &)
{
    QJsonArray zones;
    for (const auto &name : zoneNames())
        zones.append(QJsonObject{
            {"zoneName", name}, {"zoneState", QJsonObject{{"available", true}}}, {"hosts", QJsonValue::Null}});
    return Response::json({{"availabilityZoneInfo", zones}});
}

} // namespace imagebuilder::simcloud
