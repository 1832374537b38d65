// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QStringList>

namespace imagebuilder::app {

/// The known word that somebody meant who wrote this one: fewest letters added, left out, changed or swapped. For words
/// with a dotted path the last part alone is compared, too. Empty when none comes near.
QString nearest(const QString &word, const QStringList &known);

} // namespace imagebuilder::app
