// SPDX-FileCopyrightText: The imagebuilder authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/watchbuilds.h"

#include <QtCore/QSize>

namespace imagebuilder::headless {

/// A frame as exactly `size.height()` lines of at most `size.width()` characters, without line ends or control codes:
/// a line per running build, their newest log lines in what room is left, then what ended last.
QStringList watchScreen(const app::WatchFrame &frame, QSize size);

} // namespace imagebuilder::headless
