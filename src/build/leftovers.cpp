// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/leftovers.h"

#include "build/properties.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Image;
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
        leftover.why = QStringLiteral("the VM of a build that is over");
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

Task<Result<QList<Image>>> ourImages(openstack::Cloud &cloud, QString deployment, std::stop_token stop)
{
    IB_CO_TRY(const auto project, co_await cloud.session().projectId(stop));
    const openstack::ImageFilter filter{.owner = project, .properties = {{property::deployment, deployment}}};
    IB_CO_TRY(auto images, co_await cloud.images().images(filter, stop));
    images.removeIf([&](const Image &i) { return i.owner != project || !isOurs(i.properties, deployment); });
    co_return images;
}

QList<Leftover> judgedImages(const QList<Image> &images, const QStringList &running, const QStringList &kept)
{
    const auto isBase = [](const Image &image) {
        return !image.properties.contains(property::build);
    };
    QList<Image> bases;
    std::ranges::copy_if(images, std::back_inserter(bases), isBase);
    const auto newest = newestOfEachName(bases);
    QList<Leftover> found;
    for (const auto &image : images) {
        const auto why = isBase(image) ? leftFromInit(image, newest) : leftFromBuild(image, running, kept);
        if (!why)
            continue;
        found << Leftover{.kind = QStringLiteral("image"),
                          .id = image.id,
                          .name = image.name,
                          .build = image.properties.value(property::build),
                          .created = image.created,
                          .why = *why};
    }
    return found;
}

} // namespace

Task<Result<QList<Leftover>>> findLeftovers(openstack::Cloud &cloud, QString deployment, QStringList running,
                                            QStringList kept, std::stop_token stop)
{
    QList<Leftover> found;
    IB_CO_TRY(const auto servers, co_await cloud.compute().servers(stop));
    for (const auto &server : servers)
        if (const auto leftover = judged(server, deployment, running))
            found << *leftover;
    IB_CO_TRY(const auto images, co_await ourImages(cloud, deployment, stop));
    found << judgedImages(images, running, kept);
    for (auto &leftover : found)
        leftover.cloud = cloud.name();
    co_return found;
}

Task<Result<void>> removeLeftover(openstack::Cloud &cloud, Leftover leftover, std::stop_token stop)
{
    if (!leftover.ours)
        co_return failure(
            ErrorKind::Conflict,
            QStringLiteral("%1 %2 on cloud %3 is not ours and stays").arg(leftover.kind, leftover.id, cloud.name()));
    if (leftover.kind == u"server")
        co_return co_await cloud.compute().deleteServer(leftover.id, stop);
    if (leftover.kind == u"image")
        co_return co_await cloud.images().remove(leftover.id, stop);
    if (leftover.kind == u"keypair")
        co_return co_await cloud.compute().deleteKeyPair(leftover.name, stop);
    co_return co_await cloud.network().deleteSecurityGroup(leftover.id, stop);
}

} // namespace imagebuilder::build
