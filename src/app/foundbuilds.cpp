// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/foundbuilds.h"

#include "base/ids.h"
#include "build/properties.h"
#include "build/steps.h"

#include <algorithm>

namespace imagebuilder::app {

using openstack::Image;
using openstack::Properties;
using openstack::Server;
using store::BuildHistory;
using store::BuildState;

namespace {

const QString rebuilt = QStringLiteral("rebuilt"); // what triggered the build is forgotten

void count(QMap<QString, FoundDeployment> &all, const Properties &properties, const QString &name,
           const QDateTime &created, int FoundDeployment::*counter)
{
    const auto id = properties.value(build::property::deployment);
    if (id.isEmpty())
        return;
    auto &found = all[id];
    found.id = id;
    ++(found.*counter);
    if (!found.newest.isValid() || found.newest < created) {
        found.newest = created;
        found.newestName = name;
    }
}

/// The history of the build that properties name, begun where this is the first that is seen of it.
BuildHistory *historyOf(QMap<QString, BuildHistory> &all, const Properties &properties, const QString &deployment,
                        const QDateTime &created)
{
    const auto id = properties.value(build::property::build);
    if (!build::isOurs(properties, deployment) || !isBuildId(id))
        return nullptr;
    auto &record = all[id].build;
    record.id = id;
    record.base = properties.value(build::property::base);
    record.arch = properties.value(build::property::arch);
    record.started = record.started.isValid() ? std::min(record.started, created) : created;
    record.ended = record.ended.isValid() ? std::max(record.ended, created) : created;
    return &all[id];
}

/// One that waits to be promoted was delivered, which is as good.
bool wasPublished(const Image &image)
{
    const auto state = image.properties.value(build::property::state);
    const bool waits = image.properties.contains(build::property::publish);
    return image.status == u"active" && (waits || state != build::imageState::candidate);
}

store::ResourceRecord resource(const QString &build, const QString &kind, const QString &cloud, const QString &name,
                               const QString &id)
{
    return {.build = build,
            .kind = kind,
            .cloud = cloud,
            .name = name,
            .id = id,
            .state = store::ResourceState::Created,
            .changed = {}};
}

void addPublication(BuildHistory &history, const CloudFindings &where, const Image &image)
{
    if (image.status != u"active" || image.properties.value(build::property::state) != build::imageState::current)
        return;
    history.publications << store::PublicationRecord{.imageName = image.name,
                                                     .consumer = where.cloud,
                                                     .imageId = image.id,
                                                     .build = history.build.id,
                                                     .who = rebuilt,
                                                     .before = {},
                                                     .changed = {}};
}

void addImage(BuildHistory &history, const CloudFindings &where, const Image &image)
{
    auto &record = history.build;
    record.imageName = image.name;
    if (image.owner == where.project)
        history.resources << resource(record.id, QStringLiteral("image"), where.cloud, image.name, image.id);
    if (wasPublished(image))
        record.state = BuildState::Succeeded;
    const bool isCopy = image.properties.contains(build::property::consumer) || image.owner != where.project;
    if (isCopy && wasPublished(image))
        history.deliveries << store::DeliveryRecord{.build = record.id,
                                                    .consumer = where.cloud,
                                                    .imageId = image.id,
                                                    .state = QStringLiteral("delivered"),
                                                    .error = {},
                                                    .changed = image.created,
                                                    .way = image.owner == where.project ? build::deliveredBy::copy
                                                                                        : build::deliveredBy::share};
    if (isCopy)
        addPublication(history, where, image);
}

/// Says how the build stands, once everything of it was seen.
void conclude(BuildHistory &history, const QString &buildCloud)
{
    auto &record = history.build;
    record.cloud = buildCloud;
    record.trigger = rebuilt;
    QStringList consumers;
    for (const auto &each : history.resources)
        if (each.cloud != buildCloud && !consumers.contains(each.cloud))
            consumers << each.cloud;
    record.request = {{"consumers", QJsonArray::fromStringList(consumers)}};
    record.step = build::step::clean;
    if (record.state == BuildState::Succeeded)
        return;
    record.errorKind = errorKindName(ErrorKind::Storage); // which also says that nobody can go on with it
    const bool hasVm = std::ranges::any_of(history.resources, [](const auto &each) { return each.kind == u"server"; });
    record.step = hasVm ? build::step::provision : build::step::distribute;
    if (hasVm) {
        record.ended = {};
        record.error = QStringLiteral("its journal was lost while it ran");
        return;
    }
    record.state = BuildState::Failed;
    record.error =
        QStringLiteral("its journal was lost before its images were published; `imagebuilderd gc` lists them");
}

} // namespace

QList<FoundDeployment> deploymentsIn(const QList<CloudFindings> &findings)
{
    QMap<QString, FoundDeployment> all;
    for (const auto &cloud : findings) {
        for (const auto &image : cloud.images)
            count(all, image.properties, image.name, image.created, &FoundDeployment::images);
        for (const auto &server : cloud.servers)
            count(all, server.metadata, server.name, server.created, &FoundDeployment::servers);
    }
    auto list = all.values();
    std::ranges::sort(list, std::ranges::greater(), &FoundDeployment::newest);
    return list;
}

QList<BuildHistory> buildsIn(const QList<CloudFindings> &findings, const QString &deployment, const QString &buildCloud)
{
    QMap<QString, BuildHistory> all;
    for (const auto &cloud : findings) {
        for (const auto &image : cloud.images)
            if (auto *const history = historyOf(all, image.properties, deployment, image.created))
                addImage(*history, cloud, image);
        for (const auto &server : cloud.servers) {
            auto *const history = historyOf(all, server.metadata, deployment, server.created);
            if (!history || server.status == u"DELETED")
                continue;
            history->resources << resource(history->build.id, QStringLiteral("server"), cloud.cloud, server.name,
                                           server.id);
            if (history->build.imageName.isEmpty())
                history->build.imageName = server.name;
        }
    }
    auto list = all.values();
    for (auto &history : list)
        conclude(history, buildCloud);
    std::ranges::sort(list, {}, [](const BuildHistory &history) { return history.build.started; });
    return list;
}

} // namespace imagebuilder::app
