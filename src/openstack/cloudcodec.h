// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "openstack/cloudconfig.h"
#include "openstack/cloudssearch.h"
#include "yaml/yamlvalue.h"

namespace imagebuilder::openstack {

/// Where a cloud's relative paths start.
struct CloudPaths
{
    QString folder; ///< of the file that holds the cloud
    const CloudsSearch *search;
};

/// A cloud's merged settings as values. Config errors name the key.
Result<CloudConfig> parseCloud(const QString &name, const YamlValue &settings, const CloudPaths &paths);

/// How to log in, from `auth` and, as openrc variables have it, from keys beside it.
Result<Credentials> parseCredentials(const YamlValue &settings);

} // namespace imagebuilder::openstack
