// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/unit/unitplaces.h"

namespace imagebuilder::app {

/// The words that start this program again, in front of its arguments. A packed charm runs under its own loader.
QStringList programWords();

/// A build runs wholly from the copy that started it, whatever `juju refresh` does to the charm's folder meanwhile:
/// puts a packed charm's program below /opt/imagebuilder, where the newest two stay. The words that start the copy;
/// those of programWords() where the program is not packed.
Result<QStringList> copyProgram(const UnitPlaces &places, const QString &charmFolder);

} // namespace imagebuilder::app
