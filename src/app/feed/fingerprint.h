// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/feed/feedevent.h"

namespace imagebuilder::app::feed {

// Texts that are equal when a reader would see no difference.
QString fingerprint(const BuildTold &build);
QString fingerprint(const Status &status);

} // namespace imagebuilder::app::feed
