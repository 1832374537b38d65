// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/imageusers.h"

#include "build/timelimit.h"

#include <algorithm>

namespace imagebuilder::build {

using openstack::Image;

namespace {

/// How long a project may take to list its servers.
constexpr milliseconds askingPatience = seconds(30);

Task<Result<QStringList>> bootedImages(Clock &clock, std::shared_ptr<ImageUsers> users, Destination where,
                                       std::stop_token stop)
{
    const auto key = where.glance + u' ' + where.projectId;
    if (users->booted.contains(key))
        co_return users->booted.value(key);
    const TimeLimit limit(clock, askingPatience, stop);
    const auto servers = co_await where.cloud->compute().servers(limit.token());
    if (!servers)
        co_return failure(limit.explained(servers.error(),
                                          QStringLiteral("asking cloud %1 for its servers").arg(where.cloud->name())));
    QStringList images;
    for (const auto &server : *servers)
        images << server.imageId;
    users->booted.insert(key, images);
    co_return images;
}

} // namespace

Task<QString> useOf(Clock &clock, std::shared_ptr<ImageUsers> users, Destination owner, Image image,
                    std::stop_token stop)
{
    const auto members = co_await owner.cloud->images().members(image.id, stop);
    if (!members)
        co_return QStringLiteral("nobody knows whom it is shared with: %1").arg(members.error().message());
    if (members->isEmpty())
        co_return QString();
    QList<Destination> asked{owner};
    for (const auto &member : *members) {
        const auto known = std::ranges::find_if(users->known, [&](const Destination &each) {
            return each.glance == owner.glance && each.projectId == member.projectId;
        });
        if (known == users->known.end())
            co_return QStringLiteral("it is shared with project %1, which no consumer here answers for")
                .arg(member.projectId);
        asked << *known;
    }
    for (const auto &each : asked) {
        const auto booted = co_await bootedImages(clock, users, each, stop);
        if (!booted)
            co_return booted.error().message();
        if (booted->contains(image.id))
            co_return QStringLiteral("a server of cloud %1 was made from it").arg(each.cloud->name());
    }
    co_return QString();
}

} // namespace imagebuilder::build
