// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/image/imagequota.h"

#include <limits>

namespace imagebuilder::simcloud {

ImageUse imageUse(const State &state, const QString &projectId)
{
    ImageUse use;
    for (const auto &image : state.images) {
        if (image.owner != projectId)
            continue;
        ++use.count;
        use.bytes += std::max<qint64>(image.size, 0);
    }
    return use;
}

ImageQuotaLeft imageQuotaLeft(const State &state, const QString &projectId)
{
    constexpr qint64 unbounded = std::numeric_limits<qint64>::max();
    const auto *project = find(state.projects, projectId);
    const auto quota = project ? project->quota : Quota();
    const auto count = quota.value(QStringLiteral("image_count_total"), -1);
    const auto mebibytes = quota.value(QStringLiteral("image_size_total"), -1);
    const auto [images, bytes] = imageUse(state, projectId);
    return {.count = count < 0 ? unbounded : count - images,
            .bytes = mebibytes < 0 ? unbounded : mebibytes * 1024 * 1024 - bytes};
}

} // namespace imagebuilder::simcloud
