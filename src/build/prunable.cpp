// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/properties.h"
#include "build/prune.h"

#include <algorithm>
#include <array>

namespace imagebuilder::build {

using openstack::Image;

namespace {

bool isStuck(const Image &image)
{
    constexpr std::array states{u"queued", u"saving", u"importing", u"uploading", u"killed"};
    return std::ranges::any_of(states, [&image](const auto *state) { return image.status == state; });
}

bool mayTouch(const Image &image, const Retention &retention, const QStringList &running)
{
    return image.owner == retention.projectId && !image.isProtected && !retention.published.contains(image.id) &&
           (isUnmarked(image.properties) || isOurs(image.properties, retention.deployment)) &&
           !running.contains(image.properties.value(property::build));
}

/// When the newest published one here was made; what is younger may be about to be published.
QDateTime lastPublication(const QList<Image> &images, const QStringList &published)
{
    QDateTime last;
    for (const auto &image : images)
        if (published.contains(image.id) && (!last.isValid() || image.created > last))
            last = image.created;
    return last;
}

} // namespace

QStringList prunable(const QList<Image> &images, const Retention &retention, const QStringList &running)
{
    auto newestFirst = images;
    newestFirst.removeIf([&retention](const Image &image) {
        return image.owner != retention.projectId ||
               !(isUnmarked(image.properties) || isOurs(image.properties, retention.deployment));
    });
    std::ranges::sort(newestFirst, [](const Image &one, const Image &other) {
        return std::tie(one.created, one.id) > std::tie(other.created, other.id);
    });
    const auto published = lastPublication(images, retention.published);
    QStringList ids;
    int kept = 0;
    for (const auto &image : newestFirst) {
        // Without our mark nobody can tell whether it is stuck or the old charm is at work.
        const bool stuck = isStuck(image) && isOurs(image.properties, retention.deployment);
        const bool surplus = image.status == u"active" && ++kept > std::max(1, retention.keep) &&
                             !(published.isValid() && image.created > published);
        if ((stuck || surplus) && mayTouch(image, retention, running))
            ids.prepend(image.id);
    }
    return ids;
}

} // namespace imagebuilder::build
