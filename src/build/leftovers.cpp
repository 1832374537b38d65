// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/leftovers.h"

#include "build/deployment.h"
#include "build/floatingip.h"
#include "build/properties.h"
#include "build/sharing.h"
#include "images/release.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Image;
using openstack::KeyPair;
using openstack::SecurityGroup;
using openstack::Server;

namespace {

// Part of every builder VM's and base image's name (CONTRACT.md).
const QString ourNames = QStringLiteral("-image-builder-");

std::optional<Leftover> judged(const Server &server, const QString &deployment, const QStringList &running)
{
    Leftover leftover{
        .kind = QStringLiteral("server"), .id = server.id, .name = server.name, .created = server.created};
    leftover.build = server.metadata.value(property::build);
    if (isOurs(server.metadata, deployment)) {
        if (running.contains(leftover.build) || server.status == u"DELETED")
            return std::nullopt;
        leftover.why = QStringLiteral("the VM of a build that no process works on");
        return leftover;
    }
    if (!server.name.contains(ourNames))
        return std::nullopt;
    leftover.ours = false;
    leftover.why = QStringLiteral("bears a builder's name, but belongs to another deployment or to the old charm");
    return leftover;
}

/// An image of one of our builds. One that was published is prune's business, whatever the journal knows of it.
std::optional<QString> leftFromBuild(const Image &image, const QStringList &running, const QStringList &kept)
{
    const auto state = image.properties.value(property::state);
    if (running.contains(image.properties.value(property::build)) || kept.contains(image.id))
        return std::nullopt;
    if (image.status != u"active")
        return QStringLiteral("half an image (%1) of a build that is over").arg(image.status);
    if (state == imageState::candidate)
        return QStringLiteral("an image that its build did not come to publish");
    return std::nullopt;
}

/// A base image; `newest` are the ids of the newest active one of each name.
std::optional<QString> leftFromInit(const Image &image, const QStringList &newest)
{
    if (image.status != u"active")
        return QStringLiteral("an upload of a base image that did not end (%1)").arg(image.status);
    if (!newest.contains(image.id))
        return QStringLiteral("a base image that a newer one replaced");
    return std::nullopt;
}

QStringList newestOfEachName(const QList<Image> &images)
{
    QMap<QString, const Image *> newest;
    for (const auto &image : images) {
        const auto *const known = newest.value(image.name);
        if (image.status == u"active" && (!known || image.created > known->created))
            newest.insert(image.name, &image);
    }
    QStringList ids;
    for (const auto *image : std::as_const(newest))
        ids << image->id;
    return ids;
}

QList<Leftover> judgedKeyPairs(const QList<KeyPair> &keyPairs, const QString &deployment, const QString &live)
{
    const auto contractName = images::keyPairName({}); // the end of every prefix's
    QList<Leftover> found;
    for (const auto &keyPair : keyPairs) {
        const bool own = keyPair.name.endsWith(ownName(contractName, deployment));
        if (!keyPair.name.contains(contractName) || keyPair.fingerprint == live)
            continue;
        found << Leftover{.kind = QStringLiteral("keypair"),
                          .id = keyPair.name,
                          .name = keyPair.name,
                          .ours = own,
                          .why = own ? QStringLiteral("a key that this deployment no longer has")
                                     : QStringLiteral("bears a builder's name, but holds another key")};
    }
    return found;
}

/// Builds take the first of ours; a second one comes from a call whose answer was lost.
QList<Leftover> judgedGroups(const QList<SecurityGroup> &groups, const QString &deployment, bool buildsRun)
{
    QList<Leftover> found;
    bool live = false;
    for (const auto &group : groups) {
        const bool own = group.description == groupDescription(deployment);
        const bool needed = own && (!std::exchange(live, true) || buildsRun);
        if (needed)
            continue;
        found << Leftover{
            .kind = QStringLiteral("securitygroup"),
            .id = group.id,
            .name = group.name,
            .ours = own,
            .why =
                own ? QStringLiteral("a second group of this deployment, which no build takes")
                    : QStringLiteral("bears a builder's name, but belongs to another deployment or to the old charm")};
    }
    return found;
}

QList<Leftover> judgedFloatingIps(const QList<openstack::FloatingIp> &floatingIps, const QString &deployment,
                                  const QStringList &running)
{
    QList<Leftover> found;
    for (const auto &floatingIp : floatingIps) {
        const auto build = buildOf(floatingIp, deployment);
        if (build && !running.contains(*build))
            found << Leftover{.kind = QStringLiteral("floatingip"),
                              .id = floatingIp.id,
                              .name = floatingIp.address,
                              .build = *build,
                              .why = QStringLiteral("the floating IP of a build that no process works on")};
    }
    return found;
}

QList<Leftover> judgedVolumes(const QList<openstack::Volume> &volumes, const QString &deployment,
                              const QStringList &running)
{
    QList<Leftover> found;
    for (const auto &volume : volumes) {
        const auto build = volume.metadata.value(property::build);
        if (isOurs(volume.metadata, deployment) && !running.contains(build))
            found << Leftover{.kind = QStringLiteral("volume"),
                              .id = volume.id,
                              .name = volume.name,
                              .build = build,
                              .created = volume.created,
                              .why = QStringLiteral("the volume of a build that no process works on")};
    }
    return found;
}

Task<Result<QList<openstack::Volume>>> volumesOfProject(openstack::Cloud &cloud, std::stop_token stop)
{
    IB_CO_TRY(const bool offered, co_await cloud.volumes().isOffered(stop));
    if (!offered)
        co_return QList<openstack::Volume>();
    co_return co_await cloud.volumes().volumes(stop);
}

Task<Result<QList<SecurityGroup>>> groupsOfOurNames(openstack::Cloud &cloud, QString deployment, std::stop_token stop)
{
    QList<SecurityGroup> found;
    for (const auto &name : {securityGroupName, ownName(securityGroupName, deployment)}) {
        IB_CO_TRY(const auto groups, co_await cloud.network().securityGroups(name, stop));
        found << groups;
    }
    co_return found;
}

Task<Result<QList<Image>>> ourImages(openstack::Cloud &cloud, QString deployment, std::stop_token stop)
{
    IB_CO_TRY(const auto project, co_await cloud.session().projectId(stop));
    const openstack::ImageFilter filter{.owner = project, .properties = {{property::deployment, deployment}}};
    IB_CO_TRY(auto images, co_await cloud.images().images(filter, stop));
    images.removeIf([&](const Image &i) { return i.owner != project || !isOurs(i.properties, deployment); });
    co_return images;
}

QList<Leftover> judgedImages(const QList<Image> &images, const Needed &needed)
{
    const auto isBase = [](const Image &image) {
        return !image.properties.contains(property::build);
    };
    QList<Image> bases;
    std::ranges::copy_if(images, std::back_inserter(bases), isBase);
    const auto newest = newestOfEachName(bases);
    QList<Leftover> found;
    for (const auto &image : images) {
        const auto why =
            isBase(image) ? leftFromInit(image, newest) : leftFromBuild(image, needed.builds, needed.images);
        const bool underWay = isBase(image) && needed.basesUnderWay.contains(image.name);
        if (!why || underWay)
            continue;
        found << Leftover{.kind = QStringLiteral("image"),
                          .id = image.id,
                          .name = image.name,
                          .build = image.properties.value(property::build),
                          .status = image.status,
                          .created = image.created,
                          .why = *why};
    }
    return found;
}

} // namespace

Task<Result<Inventory>> takeInventory(openstack::Cloud &cloud, QString deployment, std::stop_token stop)
{
    Inventory inventory{.cloud = cloud.name()};
    IB_CO_TRY(inventory.servers, co_await cloud.compute().servers(stop));
    IB_CO_TRY(inventory.images, co_await ourImages(cloud, deployment, stop));
    IB_CO_TRY(inventory.keyPairs, co_await cloud.compute().keyPairs(stop));
    IB_CO_TRY(inventory.groups, co_await groupsOfOurNames(cloud, deployment, stop));
    IB_CO_TRY(inventory.floatingIps, co_await cloud.network().floatingIps(stop));
    IB_CO_TRY(inventory.volumes, co_await volumesOfProject(cloud, stop));
    co_return inventory;
}

QList<Leftover> leftoversIn(const Inventory &inventory, const QString &deployment, const Needed &needed)
{
    QList<Leftover> found;
    for (const auto &server : inventory.servers)
        if (const auto leftover = judged(server, deployment, needed.builds))
            found << *leftover;
    found << judgedImages(inventory.images, needed);
    found << judgedKeyPairs(inventory.keyPairs, deployment, needed.fingerprint);
    found << judgedGroups(inventory.groups, deployment, !needed.builds.isEmpty());
    found << judgedVolumes(inventory.volumes, deployment, needed.builds);
    found << judgedFloatingIps(inventory.floatingIps, deployment, needed.builds);
    for (auto &leftover : found)
        leftover.cloud = inventory.cloud;
    return found;
}

Task<Result<bool>> hasChanged(openstack::Cloud &cloud, Leftover leftover, std::stop_token stop)
{
    if (leftover.kind != u"image")
        co_return false;
    const auto image = co_await cloud.images().image(leftover.id, stop);
    if (!image && image.error().kind() == ErrorKind::NotFound)
        co_return true;
    if (!image)
        co_return std::unexpected(image.error());
    co_return image->status != leftover.status;
}

Task<Result<void>> removeLeftover(openstack::Cloud &cloud, Leftover leftover, std::stop_token stop)
{
    if (!leftover.ours)
        co_return failure(
            ErrorKind::Conflict,
            QStringLiteral("%1 %2 on cloud %3 is not ours and stays").arg(leftover.kind, leftover.id, cloud.name()));
    if (leftover.kind == u"server")
        co_return co_await cloud.compute().deleteServer(leftover.id, stop);
    if (leftover.kind == u"image") {
        const auto image = co_await cloud.images().image(leftover.id, stop);
        if (!image && image.error().kind() == ErrorKind::NotFound)
            co_return Result<void>{}; // gone already
        if (!image)
            co_return std::unexpected(image.error());
        co_return co_await removeWithMembers(cloud, *image, stop);
    }
    if (leftover.kind == u"keypair")
        co_return co_await cloud.compute().deleteKeyPair(leftover.name, stop);
    if (leftover.kind == u"volume")
        co_return co_await cloud.volumes().remove(leftover.id, stop);
    if (leftover.kind == u"floatingip")
        co_return co_await cloud.network().deleteFloatingIp(leftover.id, stop);
    co_return co_await cloud.network().deleteSecurityGroup(leftover.id, stop);
}

} // namespace imagebuilder::build
