// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/labelimage.h"

namespace imagebuilder::build {

namespace {

void warnUnlabelled(const Site &site, const Progress &build, const QString &what, const openstack::Image &image,
                    const QString &cloud, const Result<void> &changed)
{
    if (!changed)
        tell(site, build, build.snapshotId == image.id ? step::snapshot : step::distribute,
             QStringLiteral("image %1 on cloud %2 is without its %3: %4")
                 .arg(image.id, cloud, what, changed.error().message()),
             Event::Kind::Warning);
}

} // namespace

Task<void> labelImage(Site &site, ProgressPtr build, openstack::Cloud &cloud, openstack::Image image,
                      std::stop_token stop)
{
    const auto &labels = build->request.labels;
    if (!labels.tags.isEmpty()) {
        const auto changed = co_await cloud.images().setTags(image.id, labels.tags, stop);
        warnUnlabelled(site, *build, QStringLiteral("tags"), image, cloud.name(), changed);
    }
    if (labels.minDiskGiB > image.minDiskGiB) {
        const auto changed = co_await cloud.images().setMinDisk(image.id, labels.minDiskGiB, stop);
        warnUnlabelled(site, *build, QStringLiteral("least disk"), image, cloud.name(), changed);
    }
    if (!labels.visibility.isEmpty() && labels.visibility != image.visibility) {
        const auto changed = co_await cloud.images().setVisibility(image.id, labels.visibility, stop);
        warnUnlabelled(site, *build, QStringLiteral("visibility %1").arg(labels.visibility), image, cloud.name(),
                       changed);
    }
}

} // namespace imagebuilder::build
