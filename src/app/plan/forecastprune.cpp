// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/plan/forecastprune.h"

#include "build/imageusers.h"
#include "build/properties.h"
#include "build/prune.h"

#include <algorithm>

namespace imagebuilder::app {

using openstack::Image;

namespace {

/// Stands for the image that the run would add to a project; no real id looks like this.
const QString idOfTheNext = QStringLiteral("next");

Image nextImage(const QString &name, const QString &project, const QString &deployment, const QDateTime &now)
{
    Image image{.id = idOfTheNext, .name = name, .status = QStringLiteral("active"), .owner = project};
    image.created = now;
    image.properties = {{build::property::deployment, deployment},
                        {build::property::build, idOfTheNext},
                        {build::property::state, build::imageState::current}};
    return image;
}

/// Whether the run adds an image to this project: the build's own gets the snapshot, others a copy.
bool getsNext(const ProjectLook &project, bool isOwn, const build::Distribution &distribution)
{
    return isOwn || std::ranges::any_of(project.consumers, [&distribution](const QString &consumer) {
               return distribution.wayTo(consumer) != build::Way::Share;
           });
}

build::Destination destinationOf(Backend &backend, const ProjectLook &project)
{
    return {.cloud = backend.cloud(project.cloud).value_or(nullptr),
            .watcher = nullptr,
            .glance = project.glance,
            .projectId = project.projectId,
            .consumers = project.consumers};
}

} // namespace

Result<QList<PruneForecast>> pruneForecast(const store::Journal &journal, const ProjectLooks &looks,
                                           const QList<BuildForecast> &builds, const QDateTime &now)
{
    QStringList running;
    IB_TRY(const auto open, journal.openBuilds());
    for (const auto &record : open)
        running << record.id;
    QList<PruneForecast> prunes;
    for (const auto &each : builds) {
        const auto &request = each.order.request;
        if (!each.built)
            continue;
        IB_TRY(const auto publications, journal.publications(request.imageName));
        QStringList shown;
        for (const auto &publication : publications)
            shown << publication.imageId;
        for (const auto &project : looks.list) {
            build::Retention retention{
                .deployment = journal.deployment(), .projectId = project.projectId, .keep = request.keep};
            if (request.keepAge.count() > 0)
                retention.notBefore = now.addDuration(-request.keepAge);
            // What is shown now is shown until its consumer has heard of the next one (CASES 1).
            retention.published = QStringList(idOfTheNext) + shown;
            auto images = project.images;
            images.removeIf([&request](const Image &image) { return image.name != request.imageName; });
            if (getsNext(project, &project == &looks.list.first(), request.distribution))
                images << nextImage(request.imageName, project.projectId, retention.deployment, now);
            for (const auto &id : build::prunable(images, retention, running))
                prunes << PruneForecast{project.cloud, *std::ranges::find(images, id, &Image::id)};
        }
    }
    return prunes;
}

Task<QList<PruneForecast>> withoutUsed(Backend &backend, ProjectLooks looks, QList<PruneForecast> prunes,
                                       std::stop_token stop)
{
    const std::shared_ptr<build::ImageUsers> users(new build::ImageUsers{.known = {}, .booted = {}});
    QMap<QString, build::Destination> owners;
    for (const auto &project : looks.list) {
        owners.insert(project.cloud, destinationOf(backend, project));
        users->known << owners[project.cloud];
    }
    QList<PruneForecast> left;
    for (const auto &prune : prunes) {
        QString use;
        if (prune.image.visibility == u"shared")
            use = co_await build::useOf(backend.clock(), users, owners[prune.cloud], prune.image, stop);
        if (use.isEmpty())
            left << prune;
    }
    co_return left;
}

} // namespace imagebuilder::app
