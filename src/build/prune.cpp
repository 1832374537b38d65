// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/prune.h"

#include "build/destination.h"
#include "build/properties.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Image;

namespace {

/// What each consumer was given last by builds of this image, which is what it shows.
Result<QStringList> publishedImages(const store::Journal &journal, const Progress &build)
{
    QMap<QString, QString> shown = build.delivered;
    IB_TRY(const auto builds, journal.builds(0));
    for (const auto &record : builds) {
        if (record.state != store::BuildState::Succeeded || record.imageName != build.request.imageName)
            continue;
        IB_TRY(const auto deliveries, journal.deliveries(record.id));
        for (const auto &delivery : deliveries)
            if (delivery.state == u"delivered" && !shown.contains(delivery.consumer))
                shown.insert(delivery.consumer, delivery.imageId);
    }
    return shown.values();
}

Result<QStringList> openBuildIds(const store::Journal &journal)
{
    IB_TRY(const auto open, journal.openBuilds());
    QStringList ids;
    for (const auto &record : open)
        ids << record.id;
    return ids;
}

void forgetImage(store::Journal &journal, const Image &image)
{
    const auto known = journal.resources(image.properties.value(property::build));
    if (!known)
        return;
    for (const auto &resource : *known)
        if (resource.kind == u"image" && resource.id == image.id)
            (void)journal.gone(resource.row);
}

void warn(const Site &site, const Progress &build, const QString &text)
{
    tell(site, build, step::prune, text, Event::Kind::Warning);
}

Task<void> pruneProject(Site &site, ProgressPtr build, Destination where, Retention retention, QStringList running,
                        std::stop_token stop)
{
    const openstack::ImageFilter filter{.name = build->request.imageName, .owner = where.projectId};
    auto images = co_await where.cloud->images().images(filter, stop);
    if (!images) {
        warn(site, *build,
             QStringLiteral("nothing pruned on cloud %1: %2").arg(where.cloud->name(), images.error().message()));
        co_return;
    }
    images->removeIf([&build](const Image &image) { return image.name != build->request.imageName; });
    retention.projectId = where.projectId;
    for (const auto &id : prunable(*images, retention, running)) {
        const auto removed = co_await where.cloud->images().remove(id, stop);
        if (!removed) {
            warn(site, *build,
                 QStringLiteral("image %1 stays on cloud %2 until the next build: %3")
                     .arg(id, where.cloud->name(), removed.error().message()));
            continue;
        }
        forgetImage(site.journal, *std::ranges::find(*images, id, &Image::id));
        tell(site, *build, step::prune, QStringLiteral("image %1 deleted on cloud %2").arg(id, where.cloud->name()));
    }
}

} // namespace

Task<void> prune(Site &site, ProgressPtr build, std::stop_token stop)
{
    const auto published = publishedImages(site.journal, *build);
    const auto running = openBuildIds(site.journal);
    const auto own = co_await ownDestination(site, stop);
    if (!published || !running || !own) {
        const auto &error = !published ? published.error() : !running ? running.error() : own.error();
        warn(site, *build, QStringLiteral("nothing pruned: %1").arg(error.message()));
        co_return;
    }
    const Retention retention{.deployment = site.deployment, .keep = build->request.keep, .published = *published};
    co_await pruneProject(site, build, *own, retention, *running, stop);
    const auto found = co_await findDestinations(site, build->request.consumers, stop);
    for (const auto &destination : found.list)
        if (!sameProject(destination, *own))
            co_await pruneProject(site, build, destination, retention, *running, stop);
}

} // namespace imagebuilder::build
