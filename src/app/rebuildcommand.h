// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/records.h"

namespace imagebuilder::app {

/// The `run` that makes a build's image anew, for a shell. What the journal keeps as a digest only (a script,
/// user-data) stands there as its option and "…". Pure.
QString runCommandOf(const store::BuildRecord &record);

/// The `publish` that gives a build's image to a consumer.
QString publishCommandOf(const store::BuildRecord &record, const QString &consumer);

} // namespace imagebuilder::app
