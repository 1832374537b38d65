// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/prune.h"

#include "build/imageusers.h"
#include "build/properties.h"
#include "build/publish.h"
#include "build/sharing.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Image;

namespace {

/// How long a consumer's cloud may take to be logged in to.
constexpr milliseconds pruneLogin = seconds(30);

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

/// Marks what publish could not: the consumer was out of reach then.
Task<void> markLate(Site &site, ProgressPtr build, Destination where, QList<Image> images, QStringList shown,
                    std::stop_token stop)
{
    for (const auto &image : images) {
        if (!shown.contains(image.id) || image.properties.value(property::state) != imageState::candidate)
            continue;
        const auto marked = co_await makeCurrent(site, build, where, image.id, stop);
        if (!marked)
            warn(site, *build,
                 QStringLiteral("image %1 on cloud %2 is not marked yet: %3")
                     .arg(image.id, where.cloud->name(), marked.error().message()));
    }
}

/// Deletes one, unless it is shared and somebody needs it.
Task<Result<void>> pruneImage(Site &site, std::shared_ptr<ImageUsers> users, Destination where, Image image,
                              std::stop_token stop)
{
    if (image.visibility == u"shared") {
        const auto use = co_await useOf(site.clock, users, where, image, stop);
        if (!use.isEmpty())
            co_return failure(ErrorKind::Conflict, use);
    }
    co_return co_await removeWithMembers(*where.cloud, image, stop);
}

Task<void> pruneProject(Site &site, ProgressPtr build, Destination where, Retention retention, QStringList running,
                        QStringList shown, std::shared_ptr<ImageUsers> users, std::stop_token stop)
{
    const openstack::ImageFilter filter{.name = build->request.imageName, .owner = where.projectId};
    auto images = co_await where.cloud->images().images(filter, stop);
    if (!images) {
        warn(site, *build,
             QStringLiteral("nothing pruned on cloud %1: %2").arg(where.cloud->name(), images.error().message()));
        co_return;
    }
    images->removeIf([&build](const Image &image) { return image.name != build->request.imageName; });
    co_await markLate(site, build, where, *images, shown, stop);
    retention.projectId = where.projectId;
    for (const auto &id : prunable(*images, retention, running)) {
        const auto image = *std::ranges::find(*images, id, &Image::id);
        const auto removed = co_await pruneImage(site, users, where, image, stop);
        if (!removed) {
            warn(site, *build,
                 QStringLiteral("image %1 stays on cloud %2 until the next build: %3")
                     .arg(id, where.cloud->name(), removed.error().message()));
            continue;
        }
        forgetImage(site.journal, image);
        tell(site, *build, step::prune, QStringLiteral("image %1 deleted on cloud %2").arg(id, where.cloud->name()));
    }
}

} // namespace

Task<void> prune(Site &site, ProgressPtr build, std::stop_token stop)
{
    const auto publications = site.journal.publications(build->request.imageName);
    const auto running = openBuildIds(site.journal);
    const auto own = co_await ownDestination(site, stop);
    if (!publications || !running || !own) {
        const auto &error = !publications ? publications.error() : !running ? running.error() : own.error();
        warn(site, *build, QStringLiteral("nothing pruned: %1").arg(error.message()));
        co_return;
    }
    QStringList shown;
    // What a consumer showed before, it shows until it has heard of the new one (CASES 1).
    QStringList published = build->delivered.values();
    for (const auto &each : *publications) {
        shown << each.imageId;
        published << each.imageId << each.before;
    }
    published.removeAll(QString());
    if (!build->request.publishing.waits())
        shown << build->snapshotId;
    Retention retention{.deployment = site.deployment, .keep = build->request.keep, .published = published};
    if (build->request.keepAge.count() > 0)
        retention.notBefore = site.clock.now().addDuration(-build->request.keepAge);
    const auto found = co_await findDestinations(site, build->request.clouds(), pruneLogin, stop);
    const std::shared_ptr<ImageUsers> users(new ImageUsers{.known = found.list + QList{*own}, .booted = {}});
    // Side by side: one that does not answer shall not cost the others their turn.
    std::vector<Task<void>> pruning;
    pruning.push_back(pruneProject(site, build, *own, retention, *running, shown, users, stop));
    for (const auto &destination : found.list)
        if (!sameProject(destination, *own))
            pruning.push_back(pruneProject(site, build, destination, retention, *running, shown, users, stop));
    for (auto &task : pruning)
        co_await task;
}

} // namespace imagebuilder::build
