// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace imagebuilder::simcloud {

class Router;

/// Cinder v3 below /volume.
void addVolumeRoutes(Router &router);

} // namespace imagebuilder::simcloud
