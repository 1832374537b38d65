// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/initcloud.h"

#include "build/buildlock.h"
#include "build/deployment.h"

namespace imagebuilder::app {

namespace {

struct KeyAndGroup
{
    QString keyPair;
    QString securityGroup;
};

/// One at a time, as builds do it: an init and a build that begin together would each make their own.
Task<Result<KeyAndGroup>> takeKeyAndGroup(Backend &backend, openstack::Cloud &cloud, QString prefix,
                                          std::stop_token stop)
{
    IB_CO_TRY(auto *const journal, backend.journal());
    IB_CO_TRY(const auto key, co_await backend.keyFiles(stop));
    const auto &settings = backend.settings();
    const auto deployment = journal->deployment();
    IB_CO_TRY(const auto lock, co_await build::waitForLock(settings.lockFolder(), build::deploymentWork(cloud.name()),
                                                           backend.clock(), backend.events(), stop));
    KeyAndGroup made;
    IB_CO_TRY(made.keyPair, co_await build::ensureKeyPair(cloud, *journal, prefix, key, deployment, stop));
    IB_CO_TRY(made.securityGroup,
              co_await build::ensureSecurityGroup(cloud, *journal, deployment, settings.build.sshCidrs, stop));
    co_return made;
}

} // namespace

Task<Result<InitResult>> initCloud(Backend &backend, InitOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto name, backend.cloudName(order.cloud));
    IB_CO_TRY(auto *const cloud, backend.cloud(name));
    IB_CO_TRY(const auto own, co_await takeKeyAndGroup(backend, *cloud, order.prefix, stop));
    InitResult result{.cloud = name, .keyPair = own.keyPair, .securityGroup = own.securityGroup};

    const BaseImagesOrder bases{
        .cloud = name, .releases = order.releases, .archs = {order.arch}, .prefix = order.prefix};
    IB_CO_TRY(const auto refreshed, co_await refreshBaseImages(backend, bases, stop));
    result.bases = refreshed.images;
    co_return result;
}

} // namespace imagebuilder::app
