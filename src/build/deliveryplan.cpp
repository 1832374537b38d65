// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/deliveryplan.h"

#include <algorithm>

namespace imagebuilder::build {

namespace {

bool hasAt(const QList<Destination> &list, const QString &glance)
{
    return std::ranges::contains(list, glance, &Destination::glance);
}

} // namespace

Way wayTo(const Destination &destination, const Distribution &distribution, const QStringList &refused)
{
    auto way = Way::Share;
    bool imported = false;
    for (const auto &consumer : destination.consumers) {
        const auto wanted = distribution.wayTo(consumer);
        if (wanted == Way::Copy || (wanted == Way::Auto && refused.contains(consumer)))
            return Way::Copy;
        imported = imported || wanted == Way::Import;
        if (wanted == Way::Auto)
            way = Way::Auto;
    }
    return imported ? Way::Import : way;
}

DeliveryPlan planDelivery(const QList<Destination> &open, const Distribution &distribution, const SharingGround &ground,
                          bool last)
{
    DeliveryPlan plan;
    QList<Destination> others;
    for (const auto &destination : open) {
        const bool isHub = ground.hub && sameProject(*ground.hub, destination);
        const auto way = wayTo(destination, distribution, ground.refused);
        const bool copied = isHub || way == Way::Copy || way == Way::Import;
        (copied ? plan.copies : others) << destination;
    }
    const auto needsHub = [&ground](const Destination &each) {
        return ground.hub && ground.hub->glance == each.glance && !ground.sources.contains(each.glance);
    };
    const bool hubIsThere = ground.hub && std::ranges::any_of(plan.copies, [&](const auto &each) {
                                return sameProject(each, *ground.hub);
                            });
    if (!hubIsThere && std::ranges::any_of(others, needsHub))
        plan.copies.prepend(*ground.hub);
    for (const auto &destination : std::as_const(others)) {
        const bool source = ground.sources.contains(destination.glance) || hasAt(plan.copies, destination.glance);
        const bool takesCopy = wayTo(destination, distribution, ground.refused) == Way::Auto;
        const bool sure = ground.sources.contains(destination.glance);
        const bool copied = takesCopy && (!source || (last && !sure));
        (copied ? plan.copies : plan.shares) << destination;
    }
    return plan;
}

} // namespace imagebuilder::build
