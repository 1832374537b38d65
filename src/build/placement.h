// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "openstack/compute/compute.h"
#include "openstack/image/image.h"
#include "openstack/network/network.h"
#include "openstack/volume/volume.h"

namespace imagebuilder::build {

/// What a builder VM needs at least (CONTRACT.md).
struct Minimum
{
    int vcpus = 2;
    int ramMiB = 1024;
    int diskGiB = 20;
};

/// The named flavor (by id or name), or without a name the smallest that fits: by vCPU, then RAM, then disk. One
/// without a disk boots from a volume (CASES 18): it fits when it is named, or when none with a disk does. Config when
/// the named one is missing or too small, or none fits; the text says what is needed.
Result<openstack::Flavor> chooseFlavor(const QList<openstack::Flavor> &flavors, const QString &wanted,
                                       const QString &cloud, Minimum minimum = {});

/// The size of the volume to boot from: `wanted`, else what a builder needs. 0 where the flavor's disk serves, which is
/// where it has one and neither a size nor a type of volume was asked for.
int volumeSize(const openstack::Flavor &flavor, int wanted, const QString &type, Minimum minimum = {});

/// Config when the wanted type of volume is none of the cloud's.
Result<void> checkVolumeType(const QStringList &types, const QString &wanted, const QString &cloud);

/// The named network (by id or name), or without a name that of the first subnet in Neutron's list. `ipVersion` 4 or 6:
/// such subnets only.
Result<QString> chooseNetwork(const QList<openstack::Network> &networks, const QList<openstack::Subnet> &subnets,
                              const QString &wanted, const QString &cloud, int ipVersion = 0);

/// The named external network (by id or name), whose floating IPs are asked for.
Result<QString> chooseFloatingNetwork(const QList<openstack::Network> &networks, const QString &wanted,
                                      const QString &cloud);

/// Config when the wanted availability zone is none of the cloud's.
Result<void> checkZone(const QStringList &zones, const QString &wanted, const QString &cloud);

/// Those of the version (4 or 6; 0: all). Config when that leaves none; the text names them all (CASES 13).
Result<QStringList> addressesOf(int ipVersion, const QStringList &addresses, const QString &cloud);

/// What a project may have and has, of all that a build takes.
struct ProjectQuota
{
    openstack::ComputeLimits compute;
    openstack::NetworkQuota network;
    openstack::VolumeLimits volumes; ///< without bounds where no volume was asked about
    openstack::ImageQuota images;    ///< of the size only that it is not used up: nobody knows a snapshot's before
};

/// What a build takes beside its flavor.
struct Extras
{
    bool floatingIp = false;
    int volumeGiB = 0; ///< 0: no volume
};

/// What one more build on this flavor lacks, each as "cores: 9 of 10 used, 2 more needed"; empty when it fits.
QStringList shortages(const ProjectQuota &quota, const openstack::Flavor &flavor, Extras extras = {});

/// Quota when one more build on this flavor does not fit; the text says which resource lacks how much (CASES 26).
Result<void> checkQuota(const ProjectQuota &quota, const openstack::Flavor &flavor, const QString &cloud,
                        Extras extras = {});

/// How many builds on this flavor still fit; a large number when nothing limits them.
int fittingBuilds(const ProjectQuota &quota, const openstack::Flavor &flavor, Extras extras = {});

/// What builds that run will take and have not taken yet.
struct Coming
{
    int servers = 0;
    int images = 0;
};

/// The quota as it will be used once that is taken, each server on this flavor and with these extras.
ProjectQuota withComing(ProjectQuota quota, const openstack::Flavor &flavor, Extras extras, Coming coming);

} // namespace imagebuilder::build
