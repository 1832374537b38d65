// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/error.h"

#include <optional>

namespace imagebuilder::app {

/// Something that a run needs and that is not there.
struct Lack
{
    QString text;                   ///< a sentence: what is missing, and what the run would do about it
    std::optional<ErrorKind> stops; ///< how the run, or one consumer of it, would fail; nothing: the run mends it
};

} // namespace imagebuilder::app
