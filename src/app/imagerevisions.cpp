// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/imagerevisions.h"

#include "base/taskscope.h"
#include "build/properties.h"
#include "build/timelimit.h"

#include <algorithm>

namespace imagebuilder::app {

using openstack::Image;

namespace {

constexpr milliseconds listPatience = std::chrono::minutes(2);

bool isBuilt(const Image &image, const QString &deployment)
{
    return build::isOurs(image.properties, deployment) && image.properties.contains(build::property::build);
}

Task<Result<QList<Image>>> imagesOf(Clock &clock, ImagePlace place, QString name, std::stop_token stop)
{
    const build::TimeLimit limit(clock, listPatience, stop);
    const openstack::ImageFilter filter{.name = name, .owner = place.projectId};
    auto images = co_await place.cloud->images().images(filter, limit.token());
    if (!images)
        co_return std::unexpected(
            limit.explained(images.error(), QStringLiteral("listing the images of cloud %1").arg(place.name)));
    images->removeIf([&place](const Image &image) { return image.owner != place.projectId; });
    co_return images;
}

/// Names that images of ours have; an unmarked one of such a name is the Python charm's.
QStringList ourNames(const std::vector<Result<QList<Image>>> &answers, const QString &deployment)
{
    QStringList names;
    for (const auto &answer : answers)
        for (const auto &image : answer.value_or(QList<Image>()))
            if (isBuilt(image, deployment) && !names.contains(image.name))
                names << image.name;
    return names;
}

} // namespace

Task<Result<Revisions>> listRevisions(Backend &backend, ImageScope scope, std::stop_token stop)
{
    Revisions revisions;
    IB_CO_TRY(revisions.places, co_await imagePlaces(backend, scope, stop));
    IB_CO_TRY(const auto *const journal, backend.journal());
    IB_CO_TRY(const auto publications, journal->publications(scope.imageName));
    QMap<QString, QStringList> shownBy;
    for (const auto &each : publications)
        shownBy[each.imageId] << each.consumer;

    auto &places = revisions.places;
    std::vector<Task<Result<QList<Image>>>> asking;
    for (const auto &place : std::as_const(places.list))
        asking.push_back(imagesOf(backend.clock(), place, scope.imageName, stop));
    const auto answers = co_await all(std::move(asking));
    const auto names = ourNames(answers, places.deployment);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const auto at = static_cast<qsizetype>(i);
        if (!answers[i]) {
            places.failed.insert(places.list.at(at).name, answers[i].error());
            continue;
        }
        for (const auto &image : *answers[i]) {
            const bool charms = build::isUnmarked(image.properties) && names.contains(image.name);
            if (charms || isBuilt(image, places.deployment))
                revisions.list << Revision{.place = at,
                                           .image = image,
                                           .build = image.properties.value(build::property::build),
                                           .state = image.properties.value(build::property::state),
                                           .publishedTo = shownBy.value(image.id)};
        }
    }
    co_return revisions;
}

Result<QString> buildMeant(const Revisions &revisions, const QString &id)
{
    QStringList found;
    for (const auto &revision : revisions.list) {
        if (revision.build.isEmpty())
            continue;
        if (revision.image.id == id || revision.build == id)
            return revision.build;
        if (!id.isEmpty() && revision.build.startsWith(id) && !found.contains(revision.build))
            found << revision.build;
    }
    if (found.size() == 1)
        return found.first();
    if (found.isEmpty())
        return failure(
            ErrorKind::NotFound,
            QStringLiteral("no image of ours is %1, nor of a build %1; `imagebuilderd images` lists them").arg(id));
    return failure(ErrorKind::Conflict,
                   QStringLiteral("%1 is the start of %2 builds' ids; give more of it").arg(id).arg(found.size()));
}

} // namespace imagebuilder::app
