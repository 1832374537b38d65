// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/rebuildjournal.h"

#include "build/properties.h"

#include <algorithm>

namespace imagebuilder::app {

namespace {

/// What a cloud lists with our properties, of any deployment.
Task<Result<CloudFindings>> find(openstack::Cloud *cloud, bool withServers, std::stop_token stop)
{
    CloudFindings found{.cloud = cloud->name(), .project = {}, .images = {}, .servers = {}};
    IB_CO_TRY(found.project, co_await cloud->session().projectId(stop));
    openstack::ImageFilter everything;
    everything.visibility = QStringLiteral("all");
    IB_CO_TRY(found.images, co_await cloud->images().images(everything, stop));
    found.images.removeIf([](const auto &image) { return !image.properties.contains(build::property::deployment); });
    if (!withServers)
        co_return found;
    IB_CO_TRY(found.servers, co_await cloud->compute().servers(stop));
    found.servers.removeIf([](const auto &server) { return !server.metadata.contains(build::property::deployment); });
    co_return found;
}

QString listed(const QList<FoundDeployment> &found)
{
    QStringList lines;
    for (const auto &each : found)
        lines << QStringLiteral("%1 (%2 images, %3 servers, the newest \"%4\" of %5)")
                     .arg(each.id)
                     .arg(each.images)
                     .arg(each.servers)
                     .arg(each.newestName, each.newest.toString(Qt::ISODate));
    return lines.join(u"; ");
}

/// A wrong one would delete another's images in time, so it is never guessed.
Result<void> check(const QString &deployment, const QList<FoundDeployment> &found)
{
    const bool has = std::ranges::contains(found, deployment, &FoundDeployment::id);
    if (has || found.isEmpty())
        return {};
    return failure(ErrorKind::NotFound,
                   QStringLiteral("the clouds hold nothing of deployment %1, but of: %2. To go on with one that no "
                                  "other machine uses: `imagebuilderd journal rebuild --deployment %3`")
                       .arg(deployment, listed(found), found.first().id));
}

} // namespace

Task<Result<RebuildResult>> rebuildJournal(Backend &backend, RebuildOrder order, std::stop_token stop)
{
    IB_CO_TRY(auto *const journal, backend.journal());
    IB_CO_TRY(order.cloud, backend.cloudName(order.cloud));
    order.others.removeAll(order.cloud);
    std::vector<Task<Result<CloudFindings>>> tasks;
    for (const auto &name : QStringList(order.cloud) + order.others) {
        IB_CO_TRY(auto *const cloud, backend.cloud(name));
        tasks.push_back(find(cloud, name == order.cloud, stop));
    }
    QList<CloudFindings> findings;
    for (auto &found : co_await all(std::move(tasks))) {
        if (!found)
            co_return std::unexpected(std::move(found).error());
        findings << *std::move(found);
    }
    RebuildResult result{.deployment = order.deployment.isEmpty() ? journal->deployment() : order.deployment,
                         .restored = {}};
    IB_CO_CHECK(check(result.deployment, deploymentsIn(findings)));
    IB_CO_CHECK(journal->adopt(result.deployment));
    for (const auto &history : buildsIn(findings, result.deployment, order.cloud)) {
        IB_CO_TRY(const bool added, journal->restore(history));
        if (added)
            result.restored << history.build;
        else
            ++result.known;
    }
    co_return result;
}

} // namespace imagebuilder::app
