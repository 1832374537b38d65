// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/collectleftovers.h"

#include "app/openbuilds.h"

namespace imagebuilder::app {

namespace {

struct Needed
{
    QStringList builds; ///< whose process runs
    QStringList images; ///< ids
};

Result<Needed> whatIsNeeded(Backend &backend)
{
    IB_TRY(const auto *const journal, backend.journal());
    IB_TRY(const auto records, journal->builds(0));
    Needed needed;
    for (const auto &record : records) {
        if (viewOf(backend.settings(), record).alive)
            needed.builds << record.id;
        if (record.state != store::BuildState::Succeeded)
            continue;
        IB_TRY(const auto deliveries, journal->deliveries(record.id));
        for (const auto &delivery : deliveries)
            needed.images << delivery.imageId;
        IB_TRY(const auto resources, journal->resources(record.id));
        for (const auto &resource : resources)
            if (resource.kind == u"image")
                needed.images << resource.id;
    }
    needed.images.removeAll(QString());
    return needed;
}

} // namespace

Task<Result<QList<Collected>>> collectLeftovers(Backend &backend, CollectOrder order, std::stop_token stop)
{
    IB_CO_TRY(const auto needed, whatIsNeeded(backend));
    IB_CO_TRY(const auto *const journal, backend.journal());
    if (order.clouds.isEmpty()) {
        IB_CO_TRY(const auto name, backend.cloudName({}));
        order.clouds << name;
    }
    QList<Collected> collected;
    for (const auto &name : order.clouds) {
        IB_CO_TRY(auto *const cloud, backend.cloud(name));
        IB_CO_TRY(const auto leftovers,
                  co_await build::findLeftovers(*cloud, journal->deployment(), needed.builds, needed.images, stop));
        for (const auto &leftover : leftovers) {
            Collected item{.leftover = leftover};
            if (order.remove && leftover.ours) {
                const auto removed = co_await build::removeLeftover(*cloud, leftover, stop);
                item.removed = removed.has_value();
                if (!removed)
                    item.error = removed.error().message();
            }
            collected << item;
        }
    }
    co_return collected;
}

} // namespace imagebuilder::app
