// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "openstack/compute/compute.h"

#include <QtCore/QJsonObject>

namespace imagebuilder::openstack {

// Nova's JSON as values and back; the fields and their oddities: realcloud's API.md.

Result<Flavor> parseFlavor(const QJsonObject &object);
Result<Server> parseServer(const QJsonObject &object);
/// The names of the zones that are available, of the answer of `/os-availability-zone`.
Result<QStringList> parseZones(const QByteArray &body);
/// Alone or as an item of the list: wrapped in "keypair" both times.
Result<KeyPair> parseKeyPair(const QJsonObject &object);
/// The answer of `/limits`.
Result<ComputeLimits> parseLimits(const QByteArray &body);
/// The answer of `/os-quota-sets/PROJECT/detail`.
Result<ComputeLimits> parseQuotaSet(const QByteArray &body);
/// The id of a new snapshot: `image_id` of the body from 2.45 on, before that the last component of Location.
Result<QString> parseSnapshotId(const QByteArray &body, const QByteArray &location);

/// Config error when the user-data is too long or no network is named.
Result<QJsonObject> serverBody(const ServerRequest &request);
QJsonObject metadataObject(const Properties &properties);

} // namespace imagebuilder::openstack
