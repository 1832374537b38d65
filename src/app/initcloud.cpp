// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/initcloud.h"

#include "base/taskscope.h"
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
    IB_CO_TRY(auto *const journal, backend.journal());
    IB_CO_TRY(auto *const cloud, backend.cloud(name));
    IB_CO_TRY(auto *const source, backend.baseImages());
    IB_CO_TRY(const auto own, co_await takeKeyAndGroup(backend, *cloud, order.prefix, stop));
    InitResult result{.cloud = name, .keyPair = own.keyPair, .securityGroup = own.securityGroup};

    const auto site = std::make_shared<const build::BaseImageSite>(
        build::BaseImageSite{.cloud = *cloud,
                             .journal = *journal,
                             .source = *source,
                             .clock = backend.clock(),
                             .deployment = journal->deployment(),
                             .prefix = order.prefix,
                             .events = backend.events(),
                             .lockFolder = backend.settings().lockFolder()});
    std::vector<Task<Result<build::BaseImage>>> tasks;
    for (const auto &release : order.releases)
        tasks.push_back(build::ensureBaseImage(site, release, order.arch, stop));
    auto images = co_await all(std::move(tasks));
    for (qsizetype i = 0; i < order.releases.size(); ++i) {
        const auto &release = order.releases[i];
        auto &image = images[static_cast<std::size_t>(i)];
        if (image && !image->warning.isEmpty())
            backend.tell(
                {.step = QStringLiteral("prepare"), .kind = build::Event::Kind::Warning, .text = image->warning});
        result.bases.append({release, images::baseImageName(order.prefix, release, order.arch), std::move(image)});
    }
    co_return result;
}

} // namespace imagebuilder::app
