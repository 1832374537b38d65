// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/unitplaces.h"

namespace imagebuilder::app {

/// The words behind which a program runs as the user imagebuilder; the words alone where there is none.
QStringList asWorker(QStringList words);

/// Runs one of this program's own commands as the worker would, with its environment, and returns its standard output.
/// What it failed with is an error of kind Internal whose text is its own last words.
[[nodiscard]] Task<Result<QByteArray>> askOwnProgram(UnitPlaces places, QStringList arguments, std::stop_token stop);

} // namespace imagebuilder::app
