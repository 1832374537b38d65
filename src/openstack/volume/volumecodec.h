// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "openstack/volume/volume.h"

#include <QtCore/QJsonObject>

namespace imagebuilder::openstack {

// Cinder's JSON as values and back (API v3).

Result<Volume> parseVolume(const QJsonObject &object);
/// The answer of `/limits`.
Result<VolumeLimits> parseVolumeLimits(const QByteArray &body);
/// The image's id, of the answer to `os-volume_upload_image`.
Result<QString> parseUploadedImage(const QByteArray &body);

QJsonObject volumeBody(const VolumeRequest &request);

} // namespace imagebuilder::openstack
