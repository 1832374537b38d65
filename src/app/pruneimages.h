// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/imagerevisions.h"

namespace imagebuilder::app {

struct PruneOrder
{
    ImageScope scope;
    QString who;
    int keep = 5;         ///< good ones of each name that stay in each project
    seconds olderThan{0}; ///< what is older goes, too, but for the newest; 0: no limit
    bool dryRun = false;
};

/// One image, and what became of it.
struct PruneItem
{
    QString cloud;
    openstack::Image image;
    bool prune = false; ///< it is to go
    QString why;        ///< it is to go, or to stay
    bool removed = false;
    QString error; ///< why it could not be removed; empty otherwise
};

/// What build::judge() says of each of our images, and unless `dryRun` the deletion of those that are to go. What
/// cannot be deleted, as it is in use or protected, is an error of its item alone (CASES 3). `backend` must outlive it.
[[nodiscard]] Task<Result<QList<PruneItem>>> pruneImages(Backend &backend, PruneOrder order, std::stop_token stop);

} // namespace imagebuilder::app
