// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "app/unit/unitplaces.h"

namespace imagebuilder::app {

UnitPlaces UnitPlaces::of(const QProcessEnvironment &environment)
{
    return {.root = environment.value(QStringLiteral("IMAGEBUILDER_UNIT_ROOT"))};
}

Folders UnitPlaces::folders() const
{
    return {.state = at(QStringLiteral("/var/lib/imagebuilder")),
            .cache = at(QStringLiteral("/var/cache/imagebuilder")),
            .log = at(QStringLiteral("/var/log/github-runner-image-builder"))};
}

} // namespace imagebuilder::app
