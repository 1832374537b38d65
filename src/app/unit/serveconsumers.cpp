// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/serveconsumers.h"

#include "app/latestimage.h"
#include "base/taskscope.h"
#include "build/properties.h"
#include "build/timelimit.h"

namespace imagebuilder::app {

namespace {

constexpr milliseconds servePatience = seconds(60);

/// What one consumer's cloud has of one image.
struct Look
{
    QString image;
    QString base;
    QString consumer;
    Result<std::optional<openstack::Image>> found = std::optional<openstack::Image>();
};

/// Images of another deployment are not ours to hand out (CASES 23).
bool isToBeShown(const openstack::Image &image, const QString &deployment)
{
    return build::isUnmarked(image.properties) || build::isOurs(image.properties, deployment);
}

Task<Look> lookFor(std::shared_ptr<WorkRound> round, Look look, std::stop_token stop)
{
    const build::TimeLimit limit(round->backend->clock(), servePatience, stop);
    look.found = co_await latestImage(*round->backend, look.consumer, look.image, Latest::Published, limit.token());
    co_return look;
}

Result<bool> isShownAlready(const store::Journal &journal, const Look &look)
{
    IB_TRY(const auto publications, journal.publications(look.image));
    for (const auto &publication : publications)
        if (publication.consumer == look.consumer && !publication.imageId.isEmpty())
            return true;
    return false;
}

Result<bool> show(store::Journal &journal, const Look &look, const openstack::Image &image)
{
    IB_TRY(const auto publications, journal.publications(look.image));
    for (const auto &publication : publications)
        if (publication.consumer == look.consumer && publication.imageId == image.id)
            return false;
    IB_CHECK(journal.setPublication({.imageName = look.image,
                                     .consumer = look.consumer,
                                     .imageId = image.id,
                                     .build = image.properties.value(build::property::build),
                                     .who = QStringLiteral("found"),
                                     .before = {},
                                     .changed = {}}));
    return true;
}

Result<QList<Look>> wantedLooks(const Plan &plan, const WorkOrder &order, const store::Journal &journal)
{
    QList<Look> looks;
    for (const auto &wanted : ordersOf(plan)) {
        for (const auto &consumer : plan.request.consumers) {
            if (!order.consumers.isEmpty() && !order.consumers.contains(consumer))
                continue;
            const Look look{
                .image = wanted.request.imageName, .base = wanted.request.release.codename, .consumer = consumer};
            IB_TRY(const bool shown, isShownAlready(journal, look));
            if (!shown || order.again)
                looks << look;
        }
    }
    return looks;
}

} // namespace

Task<Result<ServeResult>> serveConsumers(std::shared_ptr<WorkRound> round, WorkOrder order, std::stop_token stop)
{
    IB_CO_TRY(auto *const journal, round->backend->journal());
    const auto deployment = journal->deployment();
    IB_CO_TRY(const auto looks, wantedLooks(round->plan, order, *journal));
    std::vector<Task<Look>> tasks;
    for (const auto &look : looks)
        tasks.push_back(lookFor(round, look, stop));
    ServeResult result;
    for (const auto &look : co_await all(std::move(tasks))) {
        if (!look.found) {
            result.silent.insert(look.consumer, look.found.error().message());
            continue;
        }
        const auto &image = *look.found;
        if (!image || !isToBeShown(*image, deployment)) {
            result.missing[look.base] << look.consumer;
            continue;
        }
        IB_CO_TRY(const bool changed, show(*journal, look, *image));
        result.changed = result.changed || changed;
    }
    co_return result;
}

} // namespace imagebuilder::app
