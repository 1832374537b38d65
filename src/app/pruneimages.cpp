// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/pruneimages.h"

#include "build/imageusers.h"
#include "build/properties.h"
#include "build/prune.h"
#include "build/sharing.h"

namespace imagebuilder::app {

namespace {

/// All of one name in one project.
using Shelves = QMap<std::pair<qsizetype, QString>, QList<openstack::Image>>;

Shelves shelvesOf(const Revisions &revisions)
{
    Shelves shelves;
    for (const auto &revision : revisions.list)
        shelves[{revision.place, revision.image.name}] << revision.image;
    return shelves;
}

Result<QStringList> publishedIds(const store::Journal &journal)
{
    IB_TRY(const auto publications, journal.publications({}));
    QStringList ids;
    for (const auto &each : publications)
        ids << each.imageId << each.before;
    ids.removeAll(QString());
    return ids;
}

Result<QStringList> openIds(const store::Journal &journal)
{
    IB_TRY(const auto open, journal.openBuilds());
    QStringList ids;
    for (const auto &record : open)
        ids << record.id;
    return ids;
}

build::Destination destinationOf(const ImagePlace &place)
{
    return {.cloud = place.cloud,
            .watcher = nullptr,
            .glance = place.glance,
            .projectId = place.projectId,
            .consumers = place.consumers};
}

/// Deletes one, unless it is shared and somebody needs it.
Task<Result<void>> removeImage(Clock &clock, std::shared_ptr<build::ImageUsers> users, ImagePlace place,
                               openstack::Image image, std::stop_token stop)
{
    if (image.visibility == u"shared") {
        const auto owner = destinationOf(place);
        const auto use = co_await build::useOf(clock, users, owner, image, stop);
        if (!use.isEmpty())
            co_return failure(ErrorKind::Conflict, use);
    }
    co_return co_await build::removeWithMembers(*place.cloud, image, stop);
}

Result<void> forget(store::Journal &journal, const PruneItem &item, const PruneOrder &order)
{
    const auto build = item.image.properties.value(build::property::build);
    IB_TRY(const auto resources, journal.resources(build));
    for (const auto &resource : resources)
        if (resource.kind == u"image" && resource.id == item.image.id)
            IB_CHECK(journal.gone(resource.row));
    return journal.addDecision({.verb = QStringLiteral("prune"),
                                .who = order.who,
                                .imageName = item.image.name,
                                .build = build,
                                .cloud = item.cloud,
                                .imageId = item.image.id,
                                .outcome = item.why,
                                .time = {}});
}

} // namespace

Task<Result<QList<PruneItem>>> pruneImages(Backend &backend, PruneOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto revisions, co_await listRevisions(backend, order.scope, stop));
    IB_CO_TRY(auto *const journal, backend.journal());
    IB_CO_TRY(const auto running, openIds(*journal));
    build::Retention retention{.deployment = revisions.places.deployment, .keep = order.keep};
    IB_CO_TRY(retention.published, publishedIds(*journal));
    if (order.olderThan > seconds(0))
        retention.notBefore = backend.clock().now().addDuration(-order.olderThan);
    const auto users = std::make_shared<build::ImageUsers>();
    for (const auto &place : revisions.places.list)
        users->known << destinationOf(place);
    QList<PruneItem> items;
    for (const auto &[shelf, images] : shelvesOf(revisions).asKeyValueRange()) {
        const auto place = revisions.places.list.at(shelf.first);
        retention.projectId = place.projectId;
        for (const auto &verdict : build::judge(images, retention, running)) {
            PruneItem item{.cloud = place.name, .image = verdict.image, .prune = verdict.prune, .why = verdict.why};
            if (item.prune && !order.dryRun) {
                const auto removed = co_await removeImage(backend.clock(), users, place, item.image, stop);
                item.removed = removed.has_value();
                if (removed) {
                    IB_CO_CHECK(forget(*journal, item, order));
                } else {
                    item.error = removed.error().message();
                }
            }
            items << item;
        }
    }
    for (const auto &[cloud, error] : revisions.places.failed.asKeyValueRange())
        items << PruneItem{
            .cloud = cloud, .image = {}, .prune = false, .why = {}, .removed = false, .error = error.message()};
    co_return items;
}

} // namespace imagebuilder::app
