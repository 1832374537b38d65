// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "openstack/compute/compute.h"
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

/// Quota when one more VM of this flavor does not fit; the text says which resource lacks how much (CASES 26). Of the
/// number and size of images Glance tells a member something only where unified limits are turned on (`/v2/info/usage`,
/// from 2.13), which is not asked: there the refusal of the snapshot or copy says it.
Result<void> checkQuota(const openstack::ComputeLimits &limits, const openstack::Flavor &flavor, const QString &cloud);

/// How many VMs of this flavor still fit; a large number when nothing limits them.
int fittingServers(const openstack::ComputeLimits &limits, const openstack::Flavor &flavor);

} // namespace imagebuilder::build
