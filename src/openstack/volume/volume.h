// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/compute/compute.h"

namespace imagebuilder::openstack {

struct Volume
{
    QString id;
    QString name;
    QString status; ///< creating, downloading, available, reserved, in-use, detaching, uploading, deleting, error …
    int sizeGiB = 0;
    QString type;
    Properties metadata;
    QDateTime created;
};

/// A volume made from an image.
struct VolumeRequest
{
    QString name;
    QString imageId;
    int sizeGiB = 0;
    QString type;             ///< empty: the cloud's default
    QString availabilityZone; ///< empty: Cinder chooses
    Properties metadata;
};

/// Absolute limits of a project; -1 means unlimited or not told.
struct VolumeLimits
{
    int maxVolumes = -1, usedVolumes = 0;
    int maxGiB = -1, usedGiB = 0;
};

} // namespace imagebuilder::openstack
