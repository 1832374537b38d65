// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/prepare.h"

#include "build/baseimage.h"
#include "build/buildlock.h"
#include "build/deployment.h"
#include "build/projectquota.h"
#include "build/userdata.h"
#include "build/volume.h"

namespace imagebuilder::build {

namespace {

/// Flavor, network and quota: what the cloud can tell in seconds comes before what takes minutes.
Task<Result<void>> place(Site &site, ProgressPtr build, std::stop_token stop)
{
    const auto cloud = site.cloud.name();
    IB_CO_TRY(const auto flavors, co_await site.cloud.compute().flavors(stop));
    IB_CO_TRY(build->flavor, chooseFlavor(flavors, build->request.flavor, cloud));
    IB_CO_TRY(const auto networks, co_await site.cloud.network().networks(stop));
    IB_CO_TRY(const auto subnets, co_await site.cloud.network().subnets(stop));
    const auto &request = build->request;
    IB_CO_TRY(build->networkId, chooseNetwork(networks, subnets, request.network, cloud, request.ipVersion));
    if (!request.floatingNetwork.isEmpty()) {
        IB_CO_TRY(build->floatingNetworkId, chooseFloatingNetwork(networks, request.floatingNetwork, cloud));
    }
    if (!request.availabilityZone.isEmpty()) {
        IB_CO_TRY(const auto zones, co_await site.cloud.compute().availabilityZones(stop));
        IB_CO_CHECK(checkZone(zones, request.availabilityZone, cloud));
    }
    IB_CO_TRY(auto quota, co_await projectQuota(site.cloud, stop));
    build->volumeGiB = volumeSize(build->flavor, request.volumeGiB, request.volumeType);
    if (build->volumeGiB > 0) {
        IB_CO_TRY(quota.volumes, co_await volumeLimits(site, build, stop));
    }
    const Extras extras{.floatingIp = !build->floatingNetworkId.isEmpty(), .volumeGiB = build->volumeGiB};
    co_return checkQuota(quota, build->flavor, cloud, extras);
}

/// Who may log in: over the one IP version by which the VM is reached, unless the networks themselves say.
QStringList sshNetworks(const Site &site, const Request &request)
{
    auto networks = site.options.sshCidrs;
    if (request.ipVersion == 6 && networks.isEmpty())
        networks = {QStringLiteral("::/0")};
    return networks;
}

/// What this step's events name: the build.
EventSink eventsOf(Site &site, ProgressPtr build)
{
    return [&site, build](const Event &event) {
        if (!site.events)
            return;
        auto named = event;
        named.build = build->id;
        site.events(named);
    };
}

/// One at a time: builds that begin together would each make their own.
Task<Result<void>> takeKeyAndGroup(Site &site, ProgressPtr build, std::stop_token stop)
{
    const auto work = deploymentWork(site.cloud.name());
    IB_CO_TRY(const auto lock, co_await waitForLock(site.lockFolder, work, site.clock, eventsOf(site, build), stop));
    IB_CO_TRY(build->keyName,
              co_await ensureKeyPair(site.cloud, site.journal, build->request.prefix, site.key, site.deployment, stop));
    const auto networks = sshNetworks(site, build->request);
    IB_CO_TRY(build->securityGroup,
              co_await ensureSecurityGroup(site.cloud, site.journal, site.deployment, networks, stop));
    co_return Result<void>{};
}

Task<Result<void>> takeBaseImage(Site &site, ProgressPtr build, std::stop_token stop)
{
    const std::shared_ptr<const BaseImageSite> base(new BaseImageSite{
        .cloud = site.cloud,
        .journal = site.journal,
        .source = site.source,
        .clock = site.clock,
        .deployment = site.deployment,
        .prefix = build->request.prefix,
        .events = eventsOf(site, build),
        .lockFolder = site.lockFolder,
    });
    IB_CO_TRY(const auto image, co_await ensureBaseImage(base, build->request.release, build->request.arch, stop));
    build->baseImageId = image.id;
    build->baseSha256 = image.sha256;
    build->baseSerial = image.serial;
    if (!image.warning.isEmpty())
        tell(site, *build, step::prepare, image.warning, Event::Kind::Warning);
    co_return Result<void>{};
}

/// A VM of the new image makes host keys of its own, which no file has.
Result<void> canVerify(const Site &site, const Request &request)
{
    if (!request.isVerified() || site.options.hostKeys.isEmpty())
        return {};
    return failure(ErrorKind::Config, QStringLiteral("an image can be verified only where the cloud shows a console; "
                                                     "leave out either --verify or --host-key-from"));
}

Task<Result<void>> takeAll(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_CHECK(canVerify(site, build->request));
    IB_CO_CHECK(renderUserData(build->request));
    if (build->request.ipVersion == 6 && !build->request.floatingNetwork.isEmpty())
        co_return failure(ErrorKind::Config, QStringLiteral("floating IPs are of IPv4: --floating-network does not go "
                                                            "together with --ip-version 6"));
    IB_CO_CHECK(co_await place(site, build, stop));
    IB_CO_CHECK(co_await takeKeyAndGroup(site, build, stop));
    co_return co_await takeBaseImage(site, build, stop);
}

} // namespace

Task<Result<void>> tryPrepare(Site &site, Request request, std::stop_token stop)
{
    auto build = std::make_shared<Progress>();
    build->request = std::move(request);
    co_return co_await takeAll(site, build, stop);
}

Task<Result<void>> prepare(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_CHECK(co_await takeAll(site, build, stop));
    tell(site, *build, step::prepare,
         QStringLiteral("base image %1, flavor %2, network %3")
             .arg(build->baseImageId, build->flavor.name, build->networkId));
    co_return site.journal.noteStep(build->id, step::prepare,
                                    {{"reason", build->request.reason},
                                     {"flavor", build->flavor.id},
                                     {"flavor-name", build->flavor.name},
                                     {"network", build->networkId},
                                     {"volume-gib", build->volumeGiB},
                                     {"floating-network", build->floatingNetworkId},
                                     {"base-image", build->baseImageId},
                                     {"base-sha256", QString::fromLatin1(build->baseSha256)},
                                     {"base-serial", build->baseSerial},
                                     {"key", build->keyName},
                                     {"group", build->securityGroup}});
}

} // namespace imagebuilder::build
