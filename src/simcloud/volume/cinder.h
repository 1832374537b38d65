// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

namespace imagebuilder::simcloud {

// Cinder's calls and what they share.

QJsonObject cinderVolume(const State &state, const Volume &volume);
/// The volume of the path if the caller may see it, else null.
Volume *volumeOf(Context &context);
Response noSuchVolume(const Context &context);
/// 400: "Invalid volume: …"
Response invalidVolume(const QString &reason);

/// Cinder's availability zones: not all of Nova's.
const QStringList &volumeZones();

/// What a project's volumes take.
struct VolumeUsage
{
    qint64 volumes = 0;
    qint64 gigabytes = 0;
};
VolumeUsage volumeUsage(const State &state, const QString &projectId);

Response createVolume(Context &context);
Response deleteVolume(Context &context);
Response actOnVolume(Context &context);

} // namespace imagebuilder::simcloud
