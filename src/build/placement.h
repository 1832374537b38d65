// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "openstack/compute/compute.h"
#include "openstack/image/image.h"
#include "openstack/network/network.h"

namespace imagebuilder::build {

/// What a builder VM needs at least (CONTRACT.md).
struct Minimum
{
    int vcpus = 2;
    int ramMiB = 1024;
    int diskGiB = 20;
};

/// The named flavor (by id or name), or without a name the smallest that fits: by vCPU, then RAM, then disk.
/// Config when the named one is missing or too small, or none fits; the text says what is needed.
Result<openstack::Flavor> chooseFlavor(const QList<openstack::Flavor> &flavors, const QString &wanted,
                                       const QString &cloud, Minimum minimum = {});

/// The named network (by id or name), or without a name that of the first subnet in Neutron's list.
Result<QString> chooseNetwork(const QList<openstack::Network> &networks, const QList<openstack::Subnet> &subnets,
                              const QString &wanted, const QString &cloud);

/// What a project may have and has, of all that a build takes.
struct ProjectQuota
{
    openstack::ComputeLimits compute;
    openstack::NetworkQuota network;
    openstack::ImageQuota images; ///< of the size only that it is not used up: nobody knows a snapshot's before
};

/// Quota when one more build on this flavor does not fit; the text says which resource lacks how much (CASES 26).
Result<void> checkQuota(const ProjectQuota &quota, const openstack::Flavor &flavor, const QString &cloud);

/// How many builds on this flavor still fit; a large number when nothing limits them.
int fittingBuilds(const ProjectQuota &quota, const openstack::Flavor &flavor);

} // namespace imagebuilder::build
