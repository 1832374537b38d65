// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QString>

namespace imagebuilder::openstack {

/// The official type of a service ("image") whatever it is called: a project's name ("glance"), a historical type
/// ("imagev2") or one with underscores. Unknown names come back in lower case with hyphens.
QString officialServiceType(const QString &name);

/// The API version we speak with a service, as it stands in a path ("v2.1"); empty for others.
QString spokenVersion(const QString &service);

} // namespace imagebuilder::openstack
