// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "build/sharing.h"

namespace imagebuilder::build {

/// What is known about sharing when a round of deliveries begins.
struct SharingGround
{
    QMap<QString, ShareSource> sources; ///< by Glance: what can be shared there
    std::optional<Destination> hub;     ///< where a Glance's copy shall go first, as long as it is not there
    QStringList refused;                ///< consumers that could not be shared with, and are copied to
};

/// What one round does: first the copies, then the shares, of what was there or was copied now.
struct DeliveryPlan
{
    QList<Destination> copies; ///< the hub's has no consumers
    QList<Destination> shares;
};

/// Copies to whoever wants a copy, and once to each Glance from where the rest shares: into the hub where it is
/// there, else to the first that takes either. With `last` nobody waits for another's copy any more who would take one
/// of his own. Pure.
DeliveryPlan planDelivery(const QList<Destination> &open, const Distribution &distribution, const SharingGround &ground,
                          bool last);

/// The way to a project that several consumers may have: a copy when one wants that, an import when none does and one
/// wants that.
Way wayTo(const Destination &destination, const Distribution &distribution, const QStringList &refused);

} // namespace imagebuilder::build
