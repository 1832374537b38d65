// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/publish.h"

#include "build/destination.h"
#include "build/properties.h"

namespace imagebuilder::build {

namespace {

Task<void> markState(Site &site, ProgressPtr build, openstack::Cloud *cloud, QString imageId, QString state,
                     std::stop_token stop)
{
    const openstack::Properties properties{{property::state, state}};
    const auto marked = co_await cloud->images().setProperties(imageId, properties, stop);
    if (!marked)
        tell(site, *build, step::publish,
             QStringLiteral("image %1 on cloud %2 could not be marked as %3: %4")
                 .arg(imageId, cloud->name(), state, marked.error().message()),
             Event::Kind::Warning);
}

/// The new one first: at no moment does a project show none that is current.
Task<void> succeed(Site &site, ProgressPtr build, Destination destination, QString imageId, std::stop_token stop)
{
    co_await markState(site, build, destination.cloud, imageId, imageState::current, stop);
    openstack::ImageFilter filter{.name = build->request.imageName, .owner = destination.projectId};
    filter.properties = {{property::deployment, site.deployment}, {property::state, imageState::current}};
    const auto before = co_await destination.cloud->images().images(filter, stop);
    if (!before) {
        tell(site, *build, step::publish,
             QStringLiteral("cloud %1 does not list what was current: %2")
                 .arg(destination.cloud->name(), before.error().message()),
             Event::Kind::Warning);
        co_return;
    }
    for (const auto &image : *before)
        if (image.id != imageId && image.owner == destination.projectId)
            co_await markState(site, build, destination.cloud, image.id, imageState::previous, stop);
}

} // namespace

Task<Result<void>> publish(Site &site, ProgressPtr build, std::stop_token stop)
{
    IB_CO_TRY(const auto own, co_await ownDestination(site, stop));
    co_await succeed(site, build, own, build->snapshotId, stop);
    const auto found = co_await findDestinations(site, build->delivered.keys(), stop);
    for (const auto &destination : found.list) {
        const auto imageId = build->delivered.value(destination.consumers.first());
        if (imageId != build->snapshotId)
            co_await succeed(site, build, destination, imageId, stop);
    }
    co_return Result<void>{};
}

} // namespace imagebuilder::build
