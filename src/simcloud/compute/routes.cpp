// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/routes.h"

#include "simcloud/compute/handlers.h"
#include "simcloud/compute/storyroutes.h"

namespace imagebuilder::simcloud {

void addComputeRoutes(Router &router)
{
    const auto add = [&](const QByteArray &method, const char *path, Handler handler) {
        router.add(method, QStringLiteral("/compute/v2.1/") + QLatin1StringView(path), std::move(handler));
    };
    addStoryRoutes(router);
    router.add("GET", QStringLiteral("/compute"), showVersions, Access::Open);
    router.add("GET", QStringLiteral("/compute/v2.1"), showVersion, Access::Open);
    add("GET", "flavors", listFlavors);
    add("GET", "flavors/detail", listFlavorDetails);
    add("GET", "flavors/{id}", showFlavor);
    add("GET", "flavors/{id}/os-extra_specs",
        [](Context &) { return Response::json({{"extra_specs", QJsonObject()}}); });
    add("GET", "os-availability-zone", listZones);
    add("GET", "limits", showLimits);
    add("GET", "os-quota-sets/{id}", showQuota);
    add("GET", "os-quota-sets/{id}/detail", showQuotaDetail);
    add("GET", "os-quota-sets/{id}/defaults", showQuota);
    add("PUT", "os-quota-sets/{id}", updateQuota);
    add("GET", "os-keypairs", listKeyPairs);
    add("POST", "os-keypairs", createKeyPair);
    add("GET", "os-keypairs/{name}", showKeyPair);
    add("DELETE", "os-keypairs/{name}", deleteKeyPair);
    add("GET", "servers", listServers);
    add("POST", "servers", createServer);
    add("GET", "servers/detail", listServerDetails);
    add("GET", "servers/{id}", showServer);
    add("DELETE", "servers/{id}", deleteServer);
    add("POST", "servers/{id}/action", actOnServer);
    add("GET", "servers/{id}/metadata", showMetadata);
    add("POST", "servers/{id}/metadata", updateMetadata);
    add("PUT", "servers/{id}/metadata", replaceMetadata);
    add("DELETE", "servers/{id}/metadata/{key}", deleteMetadataItem);
    add("GET", "servers/{id}/os-interface", listServerInterfaces);
    add("GET", "servers/{id}/os-security-groups", listServerGroups);
    add("GET", "servers/{id}/os-volume_attachments",
        [](Context &) { return Response::json({{"volumeAttachments", QJsonArray()}}); });
}

} // namespace imagebuilder::simcloud
