// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/placement.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace imagebuilder::build {

namespace {

bool fits(const openstack::Flavor &flavor, const Minimum &minimum)
{
    const bool disk = flavor.diskGiB >= minimum.diskGiB || flavor.diskGiB == 0; // a volume has any size
    return flavor.vcpus >= minimum.vcpus && flavor.ramMiB >= minimum.ramMiB && disk;
}

QString need(const Minimum &minimum)
{
    return QStringLiteral("at least %1 vCPU, %2 MiB RAM, %3 GiB disk")
        .arg(minimum.vcpus)
        .arg(minimum.ramMiB)
        .arg(minimum.diskGiB);
}

template <typename Named> QStringList namesOf(const QList<Named> &list)
{
    QStringList names;
    for (const auto &entry : list)
        names << entry.name;
    names.sort();
    return names;
}

template <typename Named> const Named *findNamed(const QList<Named> &list, const QString &wanted)
{
    auto found = std::ranges::find(list, wanted, &Named::id);
    if (found == list.end())
        found = std::ranges::find(list, wanted, &Named::name);
    return found == list.end() ? nullptr : &*found;
}

/// One resource of a project, and what one build takes of it.
struct Need
{
    QString what;
    qint64 most; ///< negative: no limit
    qint64 used;
    qint64 each;
};

QList<Need> needs(const ProjectQuota &quota, const openstack::Flavor &flavor, Extras extras)
{
    const auto &[compute, network, volumes, images] = quota;
    const bool volume = extras.volumeGiB > 0;
    return {
        {QStringLiteral("instances"), compute.maxInstances, compute.usedInstances, 1},
        {QStringLiteral("cores"), compute.maxCores, compute.usedCores, flavor.vcpus},
        {QStringLiteral("RAM in MiB"), compute.maxRamMiB, compute.usedRamMiB, flavor.ramMiB},
        {QStringLiteral("ports"), network.maxPorts, network.usedPorts, 1},
        {QStringLiteral("floating IPs"), network.maxFloatingIps, network.usedFloatingIps, extras.floatingIp ? 1 : 0},
        {QStringLiteral("volumes"), volumes.maxVolumes, volumes.usedVolumes, volume ? 1 : 0},
        {QStringLiteral("volumes' GiB"), volumes.maxGiB, volumes.usedGiB, extras.volumeGiB},
        {QStringLiteral("images"), images.maxImages, images.usedImages, 1},
        {QStringLiteral("images' MiB"), images.maxMiB, images.usedMiB, 1}};
}

} // namespace

Result<openstack::Flavor> chooseFlavor(const QList<openstack::Flavor> &flavors, const QString &wanted,
                                       const QString &cloud, Minimum minimum)
{
    if (!wanted.isEmpty()) {
        const auto *flavor = findNamed(flavors, wanted);
        if (!flavor)
            return failure(ErrorKind::Config, QStringLiteral("cloud %1 has no flavor \"%2\"; it has: %3")
                                                  .arg(cloud, wanted, namesOf(flavors).join(u", ")));
        if (!fits(*flavor, minimum))
            return failure(
                ErrorKind::Config,
                QStringLiteral("flavor %1 of cloud %2 has %3 vCPU, %4 MiB RAM, %5 GiB disk; a builder needs %6")
                    .arg(flavor->name, cloud)
                    .arg(flavor->vcpus)
                    .arg(flavor->ramMiB)
                    .arg(flavor->diskGiB)
                    .arg(need(minimum)));
        return *flavor;
    }
    const openstack::Flavor *smallest = nullptr;
    const auto size = [](const openstack::Flavor &f) {
        return std::tuple(f.diskGiB == 0, f.vcpus, f.ramMiB, f.diskGiB, f.name);
    };
    for (const auto &flavor : flavors)
        if (!flavor.disabled && fits(flavor, minimum) && (!smallest || size(flavor) < size(*smallest)))
            smallest = &flavor;
    if (!smallest)
        return failure(ErrorKind::Config, QStringLiteral("cloud %1 has no flavor with %2; it has: %3")
                                              .arg(cloud, need(minimum), namesOf(flavors).join(u", ")));
    return *smallest;
}

int volumeSize(const openstack::Flavor &flavor, int wanted, const QString &type, Minimum minimum)
{
    if (flavor.diskGiB > 0 && wanted == 0 && type.isEmpty())
        return 0;
    return std::max(wanted, minimum.diskGiB);
}

Result<void> checkVolumeType(const QStringList &types, const QString &wanted, const QString &cloud)
{
    if (wanted.isEmpty() || types.contains(wanted))
        return {};
    return failure(
        ErrorKind::Config,
        QStringLiteral("cloud %1 has no volume type \"%2\"; it has: %3").arg(cloud, wanted, types.join(u", ")));
}

Result<QString> chooseNetwork(const QList<openstack::Network> &networks, const QList<openstack::Subnet> &subnets,
                              const QString &wanted, const QString &cloud, int ipVersion)
{
    if (!wanted.isEmpty()) {
        if (const auto *network = findNamed(networks, wanted))
            return network->id;
        return failure(ErrorKind::Config, QStringLiteral("cloud %1 has no network \"%2\"; it has: %3")
                                              .arg(cloud, wanted, namesOf(networks).join(u", ")));
    }
    const auto first = std::ranges::find_if(
        subnets, [ipVersion](const auto &subnet) { return ipVersion == 0 || subnet.ipVersion == ipVersion; });
    if (first == subnets.end())
        return failure(ErrorKind::Config,
                       QStringLiteral("cloud %1 has no %2subnet to boot on; make one, or name a network with --network")
                           .arg(cloud, ipVersion == 0 ? QString() : QStringLiteral("IPv%1 ").arg(ipVersion)));
    return first->networkId;
}

Result<QString> chooseFloatingNetwork(const QList<openstack::Network> &networks, const QString &wanted,
                                      const QString &cloud)
{
    QList<openstack::Network> external;
    std::ranges::copy_if(networks, std::back_inserter(external), &openstack::Network::external);
    if (const auto *network = findNamed(external, wanted))
        return network->id;
    return failure(
        ErrorKind::Config,
        QStringLiteral("cloud %1 has no external network \"%2\" to take a floating IP from; it has: %3")
            .arg(cloud, wanted, external.isEmpty() ? QStringLiteral("none") : namesOf(external).join(u", ")));
}

Result<void> checkZone(const QStringList &zones, const QString &wanted, const QString &cloud)
{
    if (wanted.isEmpty() || zones.contains(wanted))
        return {};
    return failure(ErrorKind::Config, QStringLiteral("cloud %1 has no availability zone \"%2\" that is up; it has: %3")
                                          .arg(cloud, wanted, zones.join(u", ")));
}

Result<QStringList> addressesOf(int ipVersion, const QStringList &addresses, const QString &cloud)
{
    QStringList fitting;
    for (const auto &address : addresses)
        if (ipVersion == 0 || address.contains(u':') == (ipVersion == 6))
            fitting << address;
    if (!fitting.isEmpty())
        return fitting;
    return failure(ErrorKind::Config,
                   QStringLiteral("the VM on cloud %1 has no IPv%2 address, but --ip-version %2 was asked for; it has: "
                                  "%3. Name a network with such a subnet, or the other version")
                       .arg(cloud)
                       .arg(ipVersion)
                       .arg(addresses.join(u", ")));
}

QStringList shortages(const ProjectQuota &quota, const openstack::Flavor &flavor, Extras extras)
{
    QStringList shortOf;
    for (const auto &need : needs(quota, flavor, extras))
        if (need.each > 0 && need.most >= 0 && need.used + need.each > need.most)
            shortOf << QStringLiteral("%1: %2 of %3 used, %4 more needed")
                           .arg(need.what)
                           .arg(need.used)
                           .arg(need.most)
                           .arg(need.each);
    return shortOf;
}

Result<void> checkQuota(const ProjectQuota &quota, const openstack::Flavor &flavor, const QString &cloud, Extras extras)
{
    const auto shortOf = shortages(quota, flavor, extras);
    if (shortOf.isEmpty())
        return {};
    return failure(ErrorKind::Quota,
                   QStringLiteral("the quota of cloud %1 is short for one build on flavor %2: %3. Raise it, or see "
                                  "what is left over with `imagebuilderd gc`")
                       .arg(cloud, flavor.name, shortOf.join(u"; ")));
}

int fittingBuilds(const ProjectQuota &quota, const openstack::Flavor &flavor, Extras extras)
{
    qint64 fitting = std::numeric_limits<int>::max();
    for (const auto &need : needs(quota, flavor, extras))
        if (need.most >= 0 && need.each > 0)
            fitting = std::min(fitting, std::max<qint64>(0, need.most - need.used) / need.each);
    return static_cast<int>(fitting);
}

ProjectQuota withComing(ProjectQuota quota, const openstack::Flavor &flavor, Extras extras, Coming coming)
{
    quota.compute.usedInstances += coming.servers;
    quota.compute.usedCores += coming.servers * flavor.vcpus;
    quota.compute.usedRamMiB += coming.servers * flavor.ramMiB;
    quota.network.usedPorts += coming.servers;
    quota.network.usedFloatingIps += extras.floatingIp ? coming.servers : 0;
    quota.volumes.usedVolumes += extras.volumeGiB > 0 ? coming.servers : 0;
    quota.volumes.usedGiB += coming.servers * extras.volumeGiB;
    quota.images.usedImages += coming.images;
    return quota;
}

} // namespace imagebuilder::build
