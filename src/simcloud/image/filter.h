// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simcloud/sim/context.h"

namespace imagebuilder::simcloud {

/// Whether the request's query asks for this image: fields, `in:` lists, comparisons, tags and properties.
bool isAskedFor(const Context &context, const Image &image);

} // namespace imagebuilder::simcloud
