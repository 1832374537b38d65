// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

namespace imagebuilder::simcloud {

// Nova's calls; routes.cpp says which path leads to which.

Response showVersions(Context &context);
Response showVersion(Context &context);

Response listFlavors(Context &context);
Response listFlavorDetails(Context &context);
Response showFlavor(Context &context);

Response listKeyPairs(Context &context);
Response showKeyPair(Context &context);
Response createKeyPair(Context &context);
Response deleteKeyPair(Context &context);

Response showLimits(Context &context);
Response showQuota(Context &context);
Response showQuotaDetail(Context &context);
Response updateQuota(Context &context);

Response listZones(Context &context);

Response listServers(Context &context);
Response listServerDetails(Context &context);
Response showServer(Context &context);
Response createServer(Context &context);
Response deleteServer(Context &context);
Response actOnServer(Context &context);

Response showMetadata(Context &context);
Response updateMetadata(Context &context);
Response replaceMetadata(Context &context);
Response deleteMetadataItem(Context &context);
Response listServerInterfaces(Context &context);
Response listServerGroups(Context &context);

/// `wish` is what the body has below the action's name.
Response createImage(Context &context, const QString &serverId, const QJsonObject &wish);

/// The server of the path if the caller may see it, else null.
Server *serverOf(Context &context);
Response noSuchServer(const QString &id);
/// 409: "Cannot 'stop' instance … while it is in vm_state stopped".
Response wrongState(const Server &server, const QString &verb);

} // namespace imagebuilder::simcloud
