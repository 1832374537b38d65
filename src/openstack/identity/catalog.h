// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "openstack/identity/token.h"

#include <optional>

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

/// Where a catalog lists the endpoint of another login, given with its version ("…/v2"): first where that login's
/// interface does. Only as the services themselves look for it: under the official type, without a version in the
/// address. Nothing when it is not listed.
std::optional<EndpointWish> placeOf(const QList<Endpoint> &catalog, const QString &service, const QUrl &versioned,
                                    const QString &interface);

} // namespace imagebuilder::openstack
