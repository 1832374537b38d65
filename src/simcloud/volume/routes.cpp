// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/volume/routes.h"

#include "simcloud/compute/paging.h"
#include "simcloud/sim/cloud.h"
#include "simcloud/sim/errors.h"
#include "simcloud/volume/cinder.h"

namespace imagebuilder::simcloud {

namespace {

Response showVersions(Context &context)
{
    const QJsonObject link{{"rel", "self"}, {"href", context.cloud.url() + QStringLiteral("/volume/v3/")}};
    const QJsonObject version{{"id", "v3.0"},
                              {"status", "CURRENT"},
                              {"version", "3.70"},
                              {"min_version", "3.0"},
                              {"updated", "2023-08-31T00:00:00Z"},
                              {"links", QJsonArray{link}}};
    const bool one = context.request.path.endsWith(u"v3");
    return Response::json({{"versions", QJsonArray{version}}}, one ? 200 : 300);
}

Response listVolumes(Context &context)
{
    QList<QJsonObject> volumes;
    for (const auto &volume : std::as_const(context.state.volumes))
        if (volume.projectId == context.caller.projectId)
            volumes.prepend(cinderVolume(context.state, volume)); // newest first
    return novaPage(context, QStringLiteral("volumes"), volumes);
}

Response showVolume(Context &context)
{
    const auto *volume = volumeOf(context);
    return volume ? Response::json({{"volume", cinderVolume(context.state, *volume)}}) : noSuchVolume(context);
}

Response listTypes(Context &context)
{
    QJsonArray types;
    for (const auto &name : std::as_const(context.state.volumeTypes))
        types.append(QJsonObject{{"id", name}, {"name", name}, {"is_public", true}, {"extra_specs", QJsonObject()}});
    return Response::json({{"volume_types", types}});
}

Response listVolumeZones(Context &)
{
    QJsonArray zones;
    for (const auto &name : volumeZones())
        zones.append(QJsonObject{{"zoneName", name}, {"zoneState", QJsonObject{{"available", true}}}});
    return Response::json({{"availabilityZoneInfo", zones}});
}

Response showLimits(Context &context)
{
    const auto *project = find(context.state.projects, context.caller.projectId);
    const auto quota = project ? project->quota : defaultQuota();
    const auto usage = volumeUsage(context.state, context.caller.projectId);
    const QJsonObject absolute{{"maxTotalVolumes", quota.value("volumes", -1)},
                               {"maxTotalVolumeGigabytes", quota.value("gigabytes", -1)},
                               {"maxTotalSnapshots", 10},
                               {"maxTotalBackups", 10},
                               {"maxTotalBackupGigabytes", 1000},
                               {"totalVolumesUsed", usage.volumes},
                               {"totalGigabytesUsed", usage.gigabytes},
                               {"totalSnapshotsUsed", 0},
                               {"totalBackupsUsed", 0},
                               {"totalBackupGigabytesUsed", 0}};
    return Response::json({{"limits", QJsonObject{{"rate", QJsonArray()}, {"absolute", absolute}}}});
}

} // namespace

void addVolumeRoutes(Router &router)
{
    const auto add = [&](const QByteArray &method, const char *path, Handler handler) {
        router.add(method, QStringLiteral("/volume/v3/{project}/") + QLatin1StringView(path), std::move(handler));
    };
    router.add("GET", QStringLiteral("/volume"), showVersions, Access::Open);
    router.add("GET", QStringLiteral("/volume/v3"), showVersions, Access::Open);
    add("GET", "volumes/detail", listVolumes);
    add("POST", "volumes", createVolume);
    add("GET", "volumes/{id}", showVolume);
    add("DELETE", "volumes/{id}", deleteVolume);
    add("POST", "volumes/{id}/action", actOnVolume);
    add("GET", "types", listTypes);
    add("GET", "os-availability-zone", listVolumeZones);
    add("GET", "limits", showLimits);
}

} // namespace imagebuilder::simcloud
