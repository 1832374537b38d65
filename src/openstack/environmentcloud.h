// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yaml/yamlvalue.h"

#include <QtCore/QProcessEnvironment>

namespace imagebuilder::openstack {

/// The cloud that OS_* variables alone make has this name.
inline const QString environmentCloudName = QStringLiteral("envvars");

/// OS_* variables as the entry they would be in clouds.yaml; null where OS_AUTH_URL is not set. Empty ones do not
/// count.
YamlValue environmentCloud(const QProcessEnvironment &environment);

} // namespace imagebuilder::openstack
