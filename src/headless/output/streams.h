// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtCore/QByteArray>

// The process's own streams, written at once and whole; a reader that has gone is no error.
namespace imagebuilder::headless {

void writeOut(const QByteArray &bytes);
void writeError(const QByteArray &bytes);
/// True when people look at standard error.
bool errorIsTerminal();
/// Columns of that terminal; 80 where it does not tell.
int terminalWidth();

} // namespace imagebuilder::headless
