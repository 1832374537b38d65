// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/baseimages.h"

#include "base/taskscope.h"
#include "build/properties.h"

namespace imagebuilder::app {

namespace {

using SitePtr = std::shared_ptr<const build::BaseImageSite>;

Result<SitePtr> baseImageSite(Backend &backend, const BaseImagesOrder &order)
{
    IB_TRY(const auto name, backend.cloudName(order.cloud));
    IB_TRY(auto *const journal, backend.journal());
    IB_TRY(auto *const cloud, backend.cloud(name));
    IB_TRY(auto *const source, backend.baseImages());
    return SitePtr(new build::BaseImageSite{.cloud = *cloud,
                                            .journal = *journal,
                                            .source = *source,
                                            .clock = backend.clock(),
                                            .deployment = journal->deployment(),
                                            .prefix = order.prefix,
                                            .events = backend.events(),
                                            .lockFolder = backend.settings().lockFolder()});
}

BaseImageState stateOf(const std::optional<openstack::Image> &image, const Result<images::UpstreamImage> &upstream)
{
    if (!image)
        return BaseImageState::Missing;
    if (!upstream)
        return BaseImageState::Unknown;
    const bool same = image->properties.value(build::property::sha256) == QLatin1StringView(upstream->sha256);
    return same ? BaseImageState::Current : BaseImageState::Stale;
}

Task<Result<BaseImageView>> view(SitePtr site, images::Release release, images::Arch arch, std::stop_token stop)
{
    BaseImageView view{
        .release = release, .arch = arch, .name = images::baseImageName(site->prefix, release, arch), .upstream = {}};
    IB_CO_TRY(view.image, co_await build::findBaseImage(site, view.name, stop));
    view.upstream = co_await site->source.upstream(release, arch, stop);
    if (!view.upstream && view.upstream.error().kind() == ErrorKind::Cancelled)
        co_return std::unexpected(view.upstream.error());
    view.state = stateOf(view.image, view.upstream);
    co_return view;
}

} // namespace

QString BaseImageView::stateName() const
{
    switch (state) {
    case BaseImageState::Current:
        return QStringLiteral("current");
    case BaseImageState::Stale:
        return QStringLiteral("stale");
    case BaseImageState::Missing:
        return QStringLiteral("missing");
    case BaseImageState::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

Task<Result<BaseImages>> listBaseImages(Backend &backend, BaseImagesOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto site, baseImageSite(backend, order));
    std::vector<Task<Result<BaseImageView>>> tasks;
    for (const auto &release : order.releases)
        for (const auto &arch : order.archs)
            tasks.push_back(view(site, release, arch, stop));
    auto views = co_await all(std::move(tasks));
    BaseImages found{.cloud = site->cloud.name(), .images = {}};
    for (auto &each : views) {
        IB_CO_TRY(auto one, std::move(each));
        found.images << std::move(one);
    }
    co_return found;
}

Task<Result<RefreshedBases>> refreshBaseImages(Backend &backend, BaseImagesOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto site, baseImageSite(backend, order));
    RefreshedBases result{.cloud = site->cloud.name(), .images = {}};
    std::vector<Task<Result<build::BaseImage>>> tasks;
    for (const auto &release : order.releases) {
        for (const auto &arch : order.archs) {
            tasks.push_back(build::ensureBaseImage(site, release, arch, stop));
            result.images.append({release, arch, images::baseImageName(order.prefix, release, arch), {}});
        }
    }
    auto images = co_await all(std::move(tasks));
    for (qsizetype i = 0; i < result.images.size(); ++i) {
        auto &image = images[static_cast<std::size_t>(i)];
        if (image && !image->warning.isEmpty())
            backend.tell(
                {.step = QStringLiteral("prepare"), .kind = build::Event::Kind::Warning, .text = image->warning});
        result.images[i].image = std::move(image);
    }
    co_return result;
}

} // namespace imagebuilder::app
