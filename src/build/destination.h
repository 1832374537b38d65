// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/site.h"

namespace imagebuilder::build {

/// A project that gets a copy; consumers of one project share it.
struct Destination
{
    openstack::Cloud *cloud = nullptr; ///< the first consumer's login
    Watcher *watcher = nullptr;
    QString glance; ///< address of the image service: what the limit on uploads goes by
    QString projectId;
    QStringList consumers;
};

/// Where the request's consumers are; those that cannot be logged in to are in `failed` with their reason.
struct Destinations
{
    QList<Destination> list; ///< in the order of the request
    QMap<QString, Error> failed;
};

/// Asks all clouds at once; one that does not answer within `patience` is a Timeout. `site` must outlive the task.
[[nodiscard]] Task<Destinations> findDestinations(Site &site, QStringList consumers, milliseconds patience,
                                                  std::stop_token stop);

/// The project of the build cloud itself.
[[nodiscard]] Task<Result<Destination>> ownDestination(Site &site, std::stop_token stop);

/// True when both are one project of one Glance.
bool sameProject(const Destination &one, const Destination &other);

/// Splits into rounds with at most `perGlance` of each Glance in one. Pure.
QList<QList<Destination>> inRounds(const QList<Destination> &destinations, int perGlance);

} // namespace imagebuilder::build
