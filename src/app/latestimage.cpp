// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/latestimage.h"

#include "build/properties.h"

#include <algorithm>

namespace imagebuilder::app {

using openstack::Image;

namespace {

bool isCandidate(const Image &image)
{
    return image.properties.value(build::property::state) == build::imageState::candidate;
}

/// A running build's snapshot may still be taken back, and one that is bad was.
bool counts(const Image &image, Latest which)
{
    const bool waits = !image.properties.value(build::property::publish).isEmpty();
    if (which == Latest::Any || (which == Latest::PublishedOrHeld && waits && isCandidate(image)))
        return true;
    const auto state = image.properties.value(build::property::state);
    return state != build::imageState::candidate && state != build::imageState::bad;
}

/// Its own, or one of ours that was shared with it; images of this name that others share are none (CASES 4).
Task<Result<QList<Image>>> imagesFor(Backend &backend, openstack::Cloud *cloud, openstack::ImageFilter filter,
                                     std::stop_token stop)
{
    IB_CO_TRY(const auto project, co_await cloud->session().projectId(stop));
    IB_CO_TRY(auto images, co_await cloud->images().images(filter, stop));
    const auto isOwn = [&project](const Image &image) {
        return image.owner == project;
    };
    QString deployment;
    // The journal is asked only where it decides: what is lost or broken there must hide no image.
    if (!std::ranges::all_of(images, isOwn)) {
        if (const auto journal = backend.journal())
            deployment = (*journal)->deployment();
    }
    images.removeIf([&](const Image &image) {
        return !isOwn(image) && !(image.visibility == u"shared" && build::isOurs(image.properties, deployment));
    });
    co_return images;
}

/// The newest; after a rollback the one that its deployment went back to.
std::optional<Image> newestOf(const QList<Image> &images, Latest which)
{
    const auto newest = std::ranges::max_element(images, {}, &Image::created);
    if (newest == images.end())
        return {};
    const auto &properties = newest->properties;
    if (which == Latest::Any || properties.value(build::property::state) != build::imageState::previous)
        return *newest;
    std::optional<Image> shown;
    for (const auto &image : images)
        if (build::isOurs(image.properties, properties.value(build::property::deployment)) &&
            image.properties.value(build::property::state) == build::imageState::current &&
            (!shown || shown->created < image.created))
            shown = image;
    return shown ? shown : *newest;
}

} // namespace

Task<Result<std::optional<Image>>> latestImage(Backend &backend, QString cloudName, QString name, Latest which,
                                               std::stop_token stop)
{
    IB_CO_TRY(const auto chosen, backend.cloudName(cloudName));
    IB_CO_TRY(auto *const cloud, backend.cloud(chosen));
    openstack::ImageFilter filter;
    filter.name = name;
    if (which != Latest::Any)
        filter.status = QStringLiteral("active");
    IB_CO_TRY(auto images, co_await imagesFor(backend, cloud, filter, stop));
    images.removeIf([which](const Image &image) { return !counts(image, which); });
    co_return newestOf(images, which);
}

} // namespace imagebuilder::app
