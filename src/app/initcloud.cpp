// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/initcloud.h"

#include "base/taskscope.h"
#include "build/deployment.h"

namespace imagebuilder::app {

Task<Result<InitResult>> initCloud(Backend &backend, InitOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto name, backend.cloudName(order.cloud));
    IB_CO_TRY(auto *const journal, backend.journal());
    IB_CO_TRY(auto *const cloud, backend.cloud(name));
    IB_CO_TRY(auto *const source, backend.baseImages());
    IB_CO_TRY(const auto key, co_await backend.keyFiles(stop));
    const auto deployment = journal->deployment();
    InitResult result{.cloud = name};
    IB_CO_TRY(result.keyPair, co_await build::ensureKeyPair(*cloud, *journal, order.prefix, key, deployment, stop));
    IB_CO_TRY(result.securityGroup, co_await build::ensureSecurityGroup(*cloud, *journal, deployment,
                                                                        backend.settings().build.sshCidrs, stop));

    const auto site = std::make_shared<const build::BaseImageSite>(
        build::BaseImageSite{.cloud = *cloud,
                             .journal = *journal,
                             .source = *source,
                             .clock = backend.clock(),
                             .deployment = deployment,
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
