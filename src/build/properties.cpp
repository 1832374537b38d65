// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/properties.h"

#include <algorithm>

namespace imagebuilder::build {

openstack::Properties buildProperties(const QString &deployment, const QString &buildId, const Request &request)
{
    openstack::Properties properties{
        {property::deployment, deployment},
        {property::build, buildId},
        {property::base, request.release.codename},
        {property::arch, request.arch.name},
    };
    if (!request.runnerVersion.isEmpty())
        properties.insert(property::runner, request.runnerVersion);
    if (request.publishing.waits())
        properties.insert(property::publish,
                          request.publishing.hold ? QStringLiteral("hold") : QStringLiteral("canary"));
    return properties;
}

bool isOurs(const openstack::Properties &properties, const QString &deployment)
{
    return !deployment.isEmpty() && properties.value(property::deployment) == deployment;
}

bool isOfBuild(const openstack::Properties &properties, const QString &deployment, const QString &buildId)
{
    return isOurs(properties, deployment) && properties.value(property::build) == buildId;
}

bool isUnmarked(const openstack::Properties &properties)
{
    return std::ranges::none_of(properties.keys(), [](const QString &key) { return key.startsWith(u"imagebuilder:"); });
}

} // namespace imagebuilder::build
