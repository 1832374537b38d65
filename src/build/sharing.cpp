// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/sharing.h"

namespace imagebuilder::build {

using openstack::Image;

namespace {

const QString sharedVisibility = QStringLiteral("shared");

Task<Result<void>> makeMember(ShareSource source, Destination member, std::stop_token stop)
{
    auto &owners = source.owner.cloud->images();
    IB_CO_TRY(const auto image, co_await owners.image(source.imageId, stop));
    if (image.visibility == u"public")
        co_return Result<void>{};
    if (image.visibility != sharedVisibility)
        IB_CO_CHECK(co_await owners.setVisibility(source.imageId, sharedVisibility, stop));
    IB_CO_CHECK(co_await owners.addMember(source.imageId, member.projectId, stop));
    co_return co_await member.cloud->images().acceptMember(source.imageId, member.projectId, stop);
}

Task<Result<void>> isServed(ShareSource source, Destination member, Image snapshot, std::stop_token stop)
{
    IB_CO_TRY(const auto seen, co_await member.cloud->images().image(source.imageId, stop));
    if (seen.status == u"active" && seen.size == snapshot.size && seen.hashValue == snapshot.hashValue)
        co_return Result<void>{};
    co_return failure(ErrorKind::Protocol,
                      QStringLiteral("cloud %1 sees the shared image %2 as %3 with %4 bytes, not as the snapshot's %5")
                          .arg(member.cloud->name(), source.imageId, seen.status)
                          .arg(seen.size)
                          .arg(snapshot.size));
}

} // namespace

Task<Result<void>> shareWith(ShareSource source, Destination member, Image snapshot, std::stop_token stop)
{
    auto shared = co_await makeMember(source, member, stop);
    if (shared)
        shared = co_await isServed(source, member, snapshot, stop);
    // What a stop leaves goes together with the image, when the build is undone.
    if (!shared && !stop.stop_requested())
        (void)co_await source.owner.cloud->images().removeMember(source.imageId, member.projectId, stop);
    co_return inContext(shared, QStringLiteral("sharing image %1 of cloud %2 with %3")
                                    .arg(source.imageId, source.owner.cloud->name(), member.cloud->name()));
}

Task<Result<void>> removeWithMembers(openstack::Cloud &cloud, Image image, std::stop_token stop)
{
    if (image.visibility == sharedVisibility) {
        const auto members = co_await cloud.images().members(image.id, stop);
        if (!members && members.error().kind() != ErrorKind::NotFound)
            co_return std::unexpected(members.error());
        for (const auto &member : members.value_or(QList<openstack::ImageMember>()))
            IB_CO_CHECK(co_await cloud.images().removeMember(image.id, member.projectId, stop));
    }
    co_return co_await cloud.images().remove(image.id, stop);
}

} // namespace imagebuilder::build
