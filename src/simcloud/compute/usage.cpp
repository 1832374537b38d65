// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "simcloud/compute/usage.h"

namespace imagebuilder::simcloud {

ComputeUsage computeUsage(const State &state, const QString &projectId)
{
    ComputeUsage usage;
    for (const auto &server : state.servers) {
        if (server.projectId != projectId || server.status == QStringLiteral("DELETED"))
            continue;
        ++usage.instances;
        if (const auto *flavor = find(state.flavors, server.flavorId)) {
            usage.cores += flavor->vcpus;
            usage.ram += flavor->ram;
        }
    }
    return usage;
}

QString overQuota(const State &state, const QString &projectId, const Flavor &flavor)
{
    const auto *project = find(state.projects, projectId);
    if (!project)
        return {};
    const auto usage = computeUsage(state, projectId);
    struct Resource
    {
        QString name;
        qint64 wished;
        qint64 used;
    };
    for (const auto &resource : {Resource{QStringLiteral("instances"), 1, usage.instances},
                                 Resource{QStringLiteral("cores"), flavor.vcpus, usage.cores},
                                 Resource{QStringLiteral("ram"), flavor.ram, usage.ram}}) {
        const auto most = project->quota.value(resource.name, -1);
        if (most >= 0 && resource.used + resource.wished > most)
            return QStringLiteral("Quota exceeded for %1: Requested %2, but already used %3 of %4 %1")
                .arg(resource.name)
                .arg(resource.wished)
                .arg(resource.used)
                .arg(most);
    }
    return {};
}

} // namespace imagebuilder::simcloud
