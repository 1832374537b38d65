// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "openstack/identity/token.h"

namespace imagebuilder::openstack {

/// What is looked for in a catalog.
struct EndpointWish
{
    QString service;   ///< official type
    QString region;    ///< empty: the only one there is
    QString interface; ///< public, internal, admin
};

/// The endpoint that serves the wish. Config error that lists what there is: services, interfaces, regions (CASES 19).
Result<QUrl> chooseEndpoint(const QList<Endpoint> &catalog, const EndpointWish &wish);

} // namespace imagebuilder::openstack
