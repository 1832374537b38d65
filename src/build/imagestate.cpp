// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/imagestate.h"

#include "build/properties.h"

namespace imagebuilder::build {

Task<Result<void>> markState(openstack::Cloud *cloud, QString imageId, QString state, std::stop_token stop)
{
    const openstack::Properties properties{{property::state, state}};
    const auto marked = co_await cloud->images().setProperties(imageId, properties, stop);
    co_return inContext(marked, QStringLiteral("marking image %1 as %2").arg(imageId, state));
}

Task<Result<void>> markCurrent(Shelf shelf, QString imageId, std::stop_token stop)
{
    if (!imageId.isEmpty())
        IB_CO_CHECK(co_await markState(shelf.cloud, imageId, imageState::current, stop));
    openstack::ImageFilter filter{.name = shelf.imageName, .owner = shelf.projectId};
    filter.properties = {{property::deployment, shelf.deployment}, {property::state, imageState::current}};
    IB_CO_TRY(const auto before, co_await shelf.cloud->images().images(filter, stop));
    for (const auto &image : before)
        if (image.id != imageId && image.owner == shelf.projectId)
            IB_CO_CHECK(co_await markState(shelf.cloud, image.id, imageState::previous, stop));
    co_return Result<void>{};
}

} // namespace imagebuilder::build
