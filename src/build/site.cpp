// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#include "build/site.h"

namespace imagebuilder::build {

void tell(const Site &site, const Progress &build, const QString &step, const QString &line, Event::Kind kind)
{
    if (site.events)
        site.events({.build = build.id, .step = step, .kind = kind, .text = line, .image = build.request.imageName});
}

} // namespace imagebuilder::build
