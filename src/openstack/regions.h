// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yaml/yamlvalue.h"

namespace imagebuilder::openstack {

/// A cloud's settings for one region: the values of its entry in `regions` over the cloud's, `region_name` set.
/// The region is `wanted`, else the cloud's `region_name`, else `fallback`, else the first of `regions`, else open.
/// A region that the list does not have is a Config error.
Result<YamlValue> inRegion(const YamlValue &cloud, const QString &wanted, const QString &fallback);

} // namespace imagebuilder::openstack
